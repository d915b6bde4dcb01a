// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace cxrval::pacs_pull {

// Days of the civil calendar, counted from 1970-01-01.
using Day = std::int64_t;

// Throws UsageError naming the option for what is no YYYY-MM-DD.
Day parse_day(const std::string& text, const std::string& option);
// YYYYMMDD, as DICOM has it (PS3.5 section 6.2, DA).
std::string dicom_date(Day day);
// By this machine's clock and time zone.
Day today();
// The same as civil seconds since 1970-01-01T00:00:00.
std::int64_t now();

struct DayRange {
  Day first = 0;
  Day last = 0;  // included

  // What a later round looks at again: the last days of the range, up to today, for images that come late.
  DayRange tail(int days, Day now) const;
};

}  // namespace cxrval::pacs_pull
