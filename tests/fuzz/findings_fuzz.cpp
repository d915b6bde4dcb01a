// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "label/findings.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

// Up to the first NUL byte a list of rules, behind it a text, which is searched by them: the states are one for each
// class, and the same whether the text stands once or twice.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t nul = bytes.find('\0');
  const std::string_view text = nul == std::string_view::npos ? std::string_view() : bytes.substr(nul + 1);
  try {
    const auto source = base::memory_source(bytes.substr(0, nul), "rules");
    const label::FindingRules rules = label::read_finding_rules(*source);
    const auto states = rules.find(text, {});
    if (states.size() != rules.classes().size() || states != rules.find(text, text)) std::abort();
  } catch (const base::Error&) {
    return 0;
  }
  return 0;
}
