// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::base {

// The whole text as a number, or nothing: no blanks, no leading plus, no locale, no overflow.
template <std::integral T>
std::optional<T> parse_integer(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || text.empty()) return std::nullopt;
  return value;
}

// A finite decimal number; "nan" and "inf" are refused.
std::optional<double> parse_real(std::string_view text);

// The shortest text that reads back as the same double, such as 0.1 or 1e-07. Not for infinities and NaN.
std::string format_real(double value);

// With exactly `digits` digits after the point, rounded half to even on the binary value.
std::string format_fixed(double value, int digits);

}  // namespace cxrval::base
