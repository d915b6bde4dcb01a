// SPDX-License-Identifier: Apache-2.0
#include "deid/age.hpp"

#include "base/number.hpp"
#include "deid/dates.hpp"

namespace cxrval::deid {
namespace {

constexpr int oldest = 130;
constexpr int open_band = 90;

}  // namespace

std::string age_band(int years) {
  if (years < 0 || years > oldest) return {};
  if (years == 0) return "<1y";
  if (years < 10) return "1-9y";
  if (years >= open_band) return "90+y";
  const int decade = years / 10 * 10;
  return std::to_string(decade) + '-' + std::to_string(decade + 9) + 'y';
}

std::optional<int> age_at(std::string_view birth, base::CivilDate date) {
  while (!birth.empty() && (birth.back() == ' ' || birth.back() == '\0')) birth.remove_suffix(1);
  if (birth.size() == 4) {
    const auto year = base::parse_integer<int>(birth);
    if (!year || *year < 1) return std::nullopt;
    return date.year - *year;
  }
  const auto day = date_in(birth);
  if (!day) return std::nullopt;
  return date.year - day->year;
}

std::optional<int> years_of_age_string(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  if (text.size() != 4) return std::nullopt;
  const auto number = base::parse_integer<int>(text.substr(0, 3));
  if (!number || *number < 0) return std::nullopt;
  switch (text.back()) {
    case 'D':
      return *number / 365;
    case 'W':
      return *number / 52;
    case 'M':
      return *number / 12;
    case 'Y':
      return *number;
    default:
      return std::nullopt;
  }
}

}  // namespace cxrval::deid
