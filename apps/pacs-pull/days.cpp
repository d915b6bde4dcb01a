// SPDX-License-Identifier: Apache-2.0
#include "days.hpp"

#include "base/civil_time.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <ctime>

namespace cxrval::pacs_pull {
namespace {

constexpr std::int64_t seconds_a_day = 86400;

}  // namespace

Day parse_day(const std::string& text, const std::string& option) {
  const auto time = base::parse_iso(text + "T00:00");
  if (!time) throw base::UsageError(option + " needs a date as YYYY-MM-DD");
  return time->seconds / seconds_a_day - (time->seconds % seconds_a_day < 0 ? 1 : 0);
}

std::string dicom_date(Day day) {
  std::string text = base::to_iso({day * seconds_a_day, false}).substr(0, 10);
  std::erase(text, '-');
  return text;
}

std::int64_t now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm local{};
  localtime_r(&seconds, &local);
  const base::CivilDate date{local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
  return base::make_time(date, local.tm_hour, local.tm_min, std::min(local.tm_sec, 59))->seconds;
}

Day today() {
  return now() / seconds_a_day;
}

DayRange DayRange::tail(int days, Day now) const {
  return {std::max(first, std::min(now, last) - days), last};
}

}  // namespace cxrval::pacs_pull
