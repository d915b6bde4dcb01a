// SPDX-License-Identifier: Apache-2.0
#include "match/window.hpp"

#include "base/number.hpp"

namespace cxrval::match {
namespace {

constexpr std::int64_t longest_seconds = 8784 * 3600;

std::optional<std::int64_t> parse_span(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const std::int64_t unit = text.back() == 'h' ? 3600 : text.back() == 'm' ? 60 : 0;
  const auto count = base::parse_integer<std::int64_t>(text.substr(0, text.size() - 1));
  if (unit == 0 || !count || *count < 0 || *count > longest_seconds / unit) return std::nullopt;
  return *count * unit;
}

}  // namespace

std::optional<Window> parse_window(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto before = parse_span(text.substr(0, colon));
  const auto after = parse_span(text.substr(colon + 1));
  if (!before || !after) return std::nullopt;
  return Window{*before, *after};
}

}  // namespace cxrval::match
