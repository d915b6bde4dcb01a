// SPDX-License-Identifier: Apache-2.0
#include "report/number_style.hpp"

#include "base/number.hpp"

#include <cmath>
#include <cstddef>

namespace cxrval::report {
namespace {

constexpr const char* minus = "\u2212";

std::string grouped(const std::string& digits, const std::string& group) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += group;
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string write_count(std::optional<std::uint64_t> count, const NumberStyle& style) {
  return count ? grouped(std::to_string(*count), style.group) : style.missing;
}

std::string write_number(std::optional<double> number, int digits, const NumberStyle& style) {
  if (!number || !std::isfinite(*number)) return style.missing;
  const std::string plain = base::format_fixed(std::abs(*number), digits);
  const std::size_t point = plain.find('.');
  std::string text = grouped(plain.substr(0, point), style.group);
  if (point != std::string::npos) text += style.point + plain.substr(point + 1);
  const bool zero = plain.find_first_not_of("0.") == std::string::npos;
  return *number < 0 && !zero ? minus + text : text;
}

std::string write_percentage(std::optional<double> share, int digits, const NumberStyle& style) {
  if (!share || !std::isfinite(*share)) return style.missing;
  return write_number(100 * *share, digits, style) + style.percent;
}

std::string write_level(std::optional<double> level, const NumberStyle& style) {
  constexpr int most_digits = 15;
  int digits = 0;
  while (level && digits < most_digits && base::parse_real(base::format_fixed(*level, digits + 2)) != level) ++digits;
  return write_percentage(level, digits, style);
}

std::string write_interval(std::optional<double> value, std::optional<double> low, std::optional<double> high,
                           const NumberStyle& style, int digits) {
  const std::string text = write_number(value, digits, style);
  if (!low && !high) return text;
  return text + " (" + write_number(low, digits, style) + style.range + write_number(high, digits, style) + ")";
}

std::string exact(std::optional<double> number) {
  return number && std::isfinite(*number) ? base::format_real(*number) : std::string();
}

std::string exact_count(std::optional<std::uint64_t> count) {
  return count ? std::to_string(*count) : std::string();
}

}  // namespace cxrval::report
