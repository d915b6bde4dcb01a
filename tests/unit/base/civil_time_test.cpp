// SPDX-License-Identifier: Apache-2.0
#include "base/civil_time.hpp"

#include "catch.hpp"

#include <cstdio>
#include <limits>
#include <random>
#include <string>

using namespace cxrval::base;

namespace {

// As one would write them down.
std::optional<CivilTime> slow_parse_iso(std::string_view text) {
  if (text.size() != 16 && text.size() != 19) return std::nullopt;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char separator = i == 4 || i == 7 ? '-' : i == 10 ? 'T' : i == 13 || i == 16 ? ':' : '\0';
    if (separator == '\0') {
      digits += text[i];
    } else if (text[i] != separator) {
      return std::nullopt;
    }
  }
  return parse_digits(digits, DateOnly::refuse);
}

std::string slow_to_iso(CivilTime time) {
  const CivilDate date = date_of(time);
  const int second = static_cast<int>(((time.seconds % 86400) + 86400) % 86400);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month, date.day, second / 3600,
                second / 60 % 60, second % 60);
  std::string iso = text;
  if (!time.has_seconds) iso.resize(iso.size() - 3);
  return iso;
}

}  // namespace

TEST_CASE("a table's time is written as it was read") {
  for (const char* text : {"2020-11-02T09:15", "2020-11-02T09:15:40", "1969-12-31T23:59:59", "2000-02-29T00:00"}) {
    REQUIRE(parse_iso(text));
    CHECK(to_iso(*parse_iso(text)) == text);
  }
}

TEST_CASE("impossible and half-written times are refused") {
  for (const char* text : {"", "2020-11-02", "2020-11-02 09:15", "2021-02-29T00:00", "2020-13-01T00:00",
                           "2020-11-02T24:00", "2020-11-02T09:60", "2020-11-02T09:15:60", "2020-11-02T09:15:4",
                           "2020-11-02T9:15:40", "0000-00-00T00:00", "2020-11-02T09:15Z"}) {
    CHECK_FALSE(parse_iso(text));
  }
}

TEST_CASE("Ministry times have 8, 12 or 14 digits") {
  CHECK(to_iso(*parse_digits("202011020915", DateOnly::refuse)) == "2020-11-02T09:15");
  CHECK(to_iso(*parse_digits("20201102091540", DateOnly::refuse)) == "2020-11-02T09:15:40");
  CHECK(to_iso(*parse_digits("20201102", DateOnly::start_of_day)) == "2020-11-02T00:00");
  CHECK(to_iso(*parse_digits("20201102", DateOnly::end_of_day)) == "2020-11-02T23:59");
  CHECK_FALSE(parse_digits("20201102", DateOnly::refuse));
  for (const char* text : {"", "0", "00000000", "000000000000", "2020110209", "2020110209154", "20201102 915"}) {
    CHECK_FALSE(parse_digits(text, DateOnly::start_of_day));
  }
}

TEST_CASE("DICOM dates and times come in several lengths") {
  CHECK(to_iso(*parse_dicom("20201102", "091540")) == "2020-11-02T09:15:40");
  CHECK(to_iso(*parse_dicom("20201102", "091540.123456 ")) == "2020-11-02T09:15:40");
  CHECK(to_iso(*parse_dicom("20201102", "0915")) == "2020-11-02T09:15");
  CHECK(to_iso(*parse_dicom("20201102", "09")) == "2020-11-02T09:00");
  CHECK(to_iso(*parse_dicom("2020.11.02", "09:15:40")) == "2020-11-02T09:15:40");
  CHECK(to_iso(*parse_dicom("20201102", "235960")) == "2020-11-02T23:59:59");
  for (const char* time : {"", "9", "091", "0915.5", "2460", "091561", "aabbcc"})
    CHECK_FALSE(parse_dicom("20201102", time));
  for (const char* date : {"", "2020", "20201302", "20200230"}) CHECK_FALSE(parse_dicom(date, "0915"));
}

TEST_CASE("truncating to the minute drops the seconds, also before 1970") {
  CHECK(to_iso(truncate_to_minute(*parse_iso("2020-11-02T09:15:59"))) == "2020-11-02T09:15");
  CHECK(to_iso(truncate_to_minute(*parse_iso("1969-12-31T23:59:01"))) == "1969-12-31T23:59");
}

TEST_CASE("every day of eight centuries survives the way through digits") {
  std::int64_t previous = parse_iso("1599-12-31T00:00")->seconds;
  for (int year = 1600; year < 2400; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        const auto time = make_time({year, month, day}, 0, 0);
        if (!time) continue;
        REQUIRE(time->seconds == previous + 86400);
        previous = time->seconds;
        REQUIRE(date_of(*time).day == day);
      }
    }
  }
}

TEST_CASE("damaged times are read as a slow reader reads them") {
  std::mt19937 random(1);
  std::size_t good = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text = "2020-11-02T09:15:40";
    if (random() % 2 == 0) text.resize(16);
    for (std::size_t count = random() % 5; count > 0; --count) {
      const char any = static_cast<char>(random());
      text[random() % text.size()] = random() % 4 == 0 ? any : "0123456789-:T /"[random() % 15];
    }
    if (random() % 16 == 0) text.insert(random() % text.size(), 1, '0');
    const auto expected = slow_parse_iso(text);
    const auto time = parse_iso(text);
    INFO(text);
    REQUIRE(time.has_value() == expected.has_value());
    if (!time) continue;
    ++good;
    REQUIRE(time->seconds == expected->seconds);
    REQUIRE(time->has_seconds == expected->has_seconds);
  }
  CHECK(good > 50'000);
}

TEST_CASE("times of every year are written as printf writes them") {
  std::mt19937_64 random(1);
  const auto check = [](std::int64_t seconds) {
    for (const bool has_seconds : {false, true}) {
      const CivilTime time{seconds, has_seconds};
      char text[most_iso_bytes];
      const std::string written(text, write_iso(time, text));
      REQUIRE(written == slow_to_iso(time));
      REQUIRE(to_iso(time) == written);
    }
  };
  // About 30000 years to both sides, and those of four digits.
  for (int round = 0; round < 50'000; ++round) {
    check(static_cast<std::int64_t>(random() % 1'900'000'000'000) - 950'000'000'000);
    check(static_cast<std::int64_t>(random() % 300'000'000'000) - 60'000'000'000);
  }
  check(std::numeric_limits<std::int64_t>::max());
  check(std::numeric_limits<std::int64_t>::min());
}
