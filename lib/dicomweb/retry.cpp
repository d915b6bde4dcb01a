// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <system_error>

namespace cxrval::dicomweb {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// Days of the proleptic Gregorian calendar from 1970-01-01.
std::int64_t days_from_epoch(std::int64_t year, int month, int day) {
  const std::int64_t shifted = month <= 2 ? year - 1 : year;  // years that begin in March
  const std::int64_t era = shifted / 400;
  const std::int64_t year_of_era = shifted - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

// Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110 section 5.6.7); the obsolete forms are none.
std::optional<std::int64_t> http_date(std::string_view text) {
  constexpr std::size_t length = 29;
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != length || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == months.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const auto days = days_from_epoch(*year, static_cast<int>(month - months.begin()) + 1, *day);
  return ((days * 24 + *hour) * 60 + *minute) * 60 + *second;
}

}  // namespace

bool may_retry(int status) {
  constexpr int too_many = 429;
  constexpr int not_implemented = 501;
  constexpr int version = 505;
  return status == too_many || (status >= 500 && status < 600 && status != not_implemented && status != version);
}

std::optional<double> wait_before_retry(const RetryRule& rule, int tried, std::optional<double> asked, double chance) {
  if (tried >= rule.most_tries || asked.value_or(0) > rule.longest_asked) return std::nullopt;
  const double doubled = std::min(rule.first_wait * std::pow(2, tried - 1), rule.longest_wait);
  return std::max(doubled * (0.5 + chance / 2), asked.value_or(0));
}

std::optional<double> parse_retry_after(std::string_view value, std::int64_t now) {
  if (const auto seconds = number(value)) return *seconds;
  const auto date = http_date(value);
  if (!date) return std::nullopt;
  return static_cast<double>(std::max<std::int64_t>(*date - now, 0));
}

}  // namespace cxrval::dicomweb
