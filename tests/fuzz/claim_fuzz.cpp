// SPDX-License-Identifier: Apache-2.0
// Any text is a claim or a fault with a reason; a claim written out again is the same claim.
#include "stats/claim.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval;

namespace {

std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char c : value) text += c == '\'' ? "''" : std::string(1, c);
  return text + '\'';
}

std::string written(const stats::Term& term) {
  if (!term.id.empty()) return term.id;
  std::string text = term.lookup.table;
  std::string_view separator = "[";
  for (const auto& [column, value] : term.lookup.where) {
    text += std::string(separator) + column + '=' + quoted(value);
    separator = ",";
  }
  if (!term.lookup.where.empty()) text += ']';
  return term.lookup.column.empty() ? text : text + '.' + term.lookup.column;
}

std::string written(const stats::Claim& claim) {
  constexpr std::array names{"same(", "share(", "sum(", "difference(", "mean(", "harmonic(", "count(", "rows(", ""};
  std::string text = names[static_cast<std::size_t>(claim.operation)];
  for (std::size_t i = 0; i < claim.terms.size(); ++i) text += (i > 0 ? "," : "") + written(claim.terms[i]);
  return claim.operation == stats::Operation::cell ? text : text + ')';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto claim = stats::parse_claim(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!claim) {
    if (claim.error().reason.empty()) std::abort();
    return 0;
  }
  const auto again = stats::parse_claim(written(*claim));
  if (!again || *again != *claim) std::abort();
  return 0;
}
