// SPDX-License-Identifier: Apache-2.0
#include "stats/printed_number.hpp"

#include "base/number.hpp"

#include <algorithm>

namespace cxrval::stats {
namespace {

__extension__ typedef __int128 Wide;

constexpr std::size_t most_before_the_point = 9;
constexpr std::size_t most_behind_the_point = 8;
constexpr int percent_digits = 2;

std::int64_t power_of_ten(int digits) {
  std::int64_t power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

// units / 10^digits with halves of a unit: both whole numbers are below 2^53, so that the quotient is rounded once.
double halves(std::int64_t half_units, int digits) {
  return static_cast<double>(half_units) / static_cast<double>(2 * power_of_ten(digits));
}

}  // namespace

double PrintedNumber::value() const {
  return halves(2 * units, digits);
}

double PrintedNumber::low() const {
  return halves(2 * units - (is_count() ? 0 : 1), digits);
}

double PrintedNumber::high() const {
  return halves(2 * units + (is_count() ? 0 : 1), digits);
}

std::optional<PrintedNumber> parse_printed(std::string_view text) {
  PrintedNumber number;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.ends_with('%')) {
    number.percent = true;
    number.digits = percent_digits;
    text.remove_suffix(1);
  }
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  if (digits.size() > most_before_the_point) return std::nullopt;
  if (point != std::string_view::npos) {
    const std::string_view behind = text.substr(point + 1);
    if (behind.empty() || behind.size() > most_behind_the_point) return std::nullopt;
    digits += behind;
    number.digits += static_cast<int>(behind.size());
  }
  const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty() || !plain) return std::nullopt;
  const auto units = base::parse_integer<std::int64_t>(digits);
  if (!units) return std::nullopt;
  number.units = negative ? -*units : *units;
  return number;
}

std::string format_printed(const PrintedNumber& number) {
  const auto behind = static_cast<std::size_t>(number.digits - (number.percent ? percent_digits : 0));
  std::string text = std::to_string(number.units < 0 ? -number.units : number.units);
  if (text.size() <= behind) text.insert(0, behind + 1 - text.size(), '0');
  if (behind > 0) text.insert(text.size() - behind, ".");
  return (number.units < 0 ? "-" : "") + text + (number.percent ? "%" : "");
}

Printing printing_of(const Ratio& ratio, const PrintedNumber& printed) {
  const Wide scaled = Wide{power_of_ten(printed.digits)} * ratio.part;
  const Wide whole = ratio.whole;
  const Wide units = printed.units;
  if (printed.is_count()) return scaled == units * whole ? Printing::rounded : Printing::other;
  if ((2 * units - 1) * whole <= 2 * scaled && 2 * scaled <= (2 * units + 1) * whole) return Printing::rounded;
  if (units * whole <= scaled && scaled < (units + 1) * whole) return Printing::truncated;
  return Printing::other;
}

PrintedNumber print(const Ratio& ratio, int digits, bool percent) {
  const Wide twice = 2 * Wide{power_of_ten(digits)} * ratio.part + ratio.whole;
  return {static_cast<std::int64_t>(twice / (2 * Wide{ratio.whole})), digits, percent};
}

}  // namespace cxrval::stats
