// SPDX-License-Identifier: Apache-2.0
#include "base/civil_time.hpp"

#include "catch.hpp"

using namespace cxrval::base;

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
