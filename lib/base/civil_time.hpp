// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::base {

// A local civil time of the facility, without a zone: Vietnam has had none but UTC+7 since 1975.
struct CivilTime {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00 on the same civil clock
  bool has_seconds = false;  // false when the source is exact to the minute only

  // Two times are compared by the instant alone.
  friend bool operator==(CivilTime a, CivilTime b) { return a.seconds == b.seconds; }
  friend std::strong_ordering operator<=>(CivilTime a, CivilTime b) { return a.seconds <=> b.seconds; }
};

struct CivilDate {
  int year = 0;
  int month = 0;
  int day = 0;
};

// What a date without a time of day stands for.
enum class DateOnly { start_of_day, end_of_day, refuse };

// Nothing is returned for impossible dates (30 February, hour 24).
std::optional<CivilTime> make_time(CivilDate date, int hour, int minute, std::optional<int> second = std::nullopt);
CivilDate date_of(CivilTime time);
CivilTime truncate_to_minute(CivilTime time);

// YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS, the form of every table.
std::optional<CivilTime> parse_iso(std::string_view text);

// yyyyMMddHHmm or yyyyMMddHHmmss as Ministry of Health files write it, and yyyyMMdd as `date_only` says
// (end_of_day is 23:59).
std::optional<CivilTime> parse_digits(std::string_view text, DateOnly date_only);

// DICOM DA (YYYYMMDD) and TM (HH, HHMM, HHMMSS, HHMMSS.F…), PS3.5 section 6.2; a fraction is dropped and second 60
// is read as 59. The old forms YYYY.MM.DD and HH:MM:SS of ACR-NEMA are accepted. Trailing blanks are ignored.
std::optional<CivilTime> parse_dicom(std::string_view date, std::string_view time);

// The inverse of parse_iso; seconds are written only when has_seconds.
std::string to_iso(CivilTime time);
// The same where there is room for most_iso_bytes; returns where it ends.
constexpr int most_iso_bytes = 24;
char* write_iso(CivilTime time, char* to);

}  // namespace cxrval::base
