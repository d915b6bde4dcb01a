// SPDX-License-Identifier: Apache-2.0
#include "base/civil_time.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace cxrval::base {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits at a fixed place; the caller has checked that they are digits.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (char c : text.substr(at, count)) value = value * 10 + (c - '0');
  return value;
}

CivilDate leading_date(std::string_view text) {
  return {digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2)};
}

std::string without(std::string_view text, char separator) {
  std::string kept(text);
  std::erase(kept, separator);
  return kept;
}

std::string_view trim_end(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<CivilTime> make_time(CivilDate date, int hour, int minute, std::optional<int> second) {
  const year_month_day day{std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
                           std::chrono::day{static_cast<unsigned>(date.day)}};
  const int whole_second = second.value_or(0);
  const bool clock_ok = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && whole_second >= 0 && whole_second < 60;
  if (date.year < 1 || !day.ok() || !clock_ok) return std::nullopt;
  const std::int64_t day_number = sys_days{day}.time_since_epoch().count();
  return CivilTime{day_number * 86400 + hour * 3600 + minute * 60 + whole_second, second.has_value()};
}

CivilDate date_of(CivilTime time) {
  const auto day = std::chrono::floor<days>(std::chrono::sys_seconds{std::chrono::seconds{time.seconds}});
  const year_month_day date{day};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

CivilTime truncate_to_minute(CivilTime time) {
  const std::int64_t past = ((time.seconds % 60) + 60) % 60;
  return {time.seconds - past, false};
}

std::optional<CivilTime> parse_iso(std::string_view text) {
  const bool with_seconds = text.size() == 19;
  if (text.size() != 16 && !with_seconds) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':') return std::nullopt;
  if (with_seconds && text[16] != ':') return std::nullopt;
  int wrong = 0;
  const auto two = [&](std::size_t at) {
    const int tens = text[at] - '0';
    const int ones = text[at + 1] - '0';
    wrong |= tens | (9 - tens) | ones | (9 - ones);
    return tens * 10 + ones;
  };
  const CivilDate date{two(0) * 100 + two(2), two(5), two(8)};
  const int hour = two(11);
  const int minute = two(14);
  const std::optional<int> second = with_seconds ? std::optional(two(17)) : std::nullopt;
  if (wrong < 0) return std::nullopt;
  return make_time(date, hour, minute, second);
}

std::optional<CivilTime> parse_digits(std::string_view text, DateOnly date_only) {
  if (!all_digits(text)) return std::nullopt;
  if (text.size() == 8 && date_only != DateOnly::refuse) {
    return date_only == DateOnly::start_of_day ? make_time(leading_date(text), 0, 0)
                                               : make_time(leading_date(text), 23, 59);
  }
  if (text.size() == 12) return make_time(leading_date(text), digits(text, 8, 2), digits(text, 10, 2));
  if (text.size() == 14) {
    return make_time(leading_date(text), digits(text, 8, 2), digits(text, 10, 2), digits(text, 12, 2));
  }
  return std::nullopt;
}

std::optional<CivilTime> parse_dicom(std::string_view date, std::string_view time) {
  const std::string day = without(trim_end(date), '.');
  std::string clock = without(trim_end(time), ':');
  if (const std::size_t point = clock.find('.'); point != std::string::npos) {
    if (point != 6 || !all_digits(std::string_view(clock).substr(point + 1))) return std::nullopt;
    clock.resize(point);
  }
  if (day.size() != 8 || !all_digits(day) || !all_digits(clock)) return std::nullopt;
  if (clock.size() != 2 && clock.size() != 4 && clock.size() != 6) return std::nullopt;
  const int hour = digits(clock, 0, 2);
  const int minute = clock.size() > 2 ? digits(clock, 2, 2) : 0;
  if (clock.size() < 6) return make_time(leading_date(day), hour, minute);
  const int second = digits(clock, 4, 2);
  return make_time(leading_date(day), hour, minute, second == 60 ? 59 : second);
}

namespace {

char* write_two(char* to, int value, char before) {
  *to++ = before;
  *to++ = static_cast<char>('0' + value / 10);
  *to++ = static_cast<char>('0' + value % 10);
  return to;
}

char* write_year(char* to, int year) {
  if (year < 0 || year > 9999) return to + std::snprintf(to, 8, "%04d", year);
  for (int i = 3; i >= 0; --i, year /= 10) to[i] = static_cast<char>('0' + year % 10);
  return to + 4;
}

}  // namespace

char* write_iso(CivilTime time, char* to) {
  const CivilDate date = date_of(time);
  const int past = static_cast<int>(time.seconds % 86400);
  const int second_of_day = past < 0 ? past + 86400 : past;
  to = write_year(to, date.year);
  to = write_two(to, date.month, '-');
  to = write_two(to, date.day, '-');
  to = write_two(to, second_of_day / 3600, 'T');
  to = write_two(to, second_of_day / 60 % 60, ':');
  return time.has_seconds ? write_two(to, second_of_day % 60, ':') : to;
}

std::string to_iso(CivilTime time) {
  char text[most_iso_bytes];
  return {text, write_iso(time, text)};
}

}  // namespace cxrval::base
