// SPDX-License-Identifier: Apache-2.0
#include "pacs-pull/days.hpp"

#include "base/error.hpp"

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::pacs_pull;

TEST_CASE("days are civil dates, before 1970 too") {
  CHECK(parse_day("1970-01-01", "--from") == 0);
  CHECK(parse_day("1969-12-31", "--from") == -1);
  for (const char* text : {"2020-02-29", "2000-03-01", "1960-06-15"}) {
    std::string digits = text;
    std::erase(digits, '-');
    CHECK(dicom_date(parse_day(text, "--from")) == digits);
  }
  for (const char* text : {"", "2020-02-30", "2021-02-29", "20201101", "2020-11-01T00:00", "today"}) {
    CHECK_THROWS_AS(parse_day(text, "--from"), base::UsageError);
  }
}

TEST_CASE("a later round looks at the last days up to today or the end of the range") {
  const DayRange range{100, 200};
  const auto tail = [&](int days, Day now) {
    const DayRange found = range.tail(days, now);
    return std::pair(found.first, found.last);
  };
  CHECK(tail(3, 150) == std::pair<Day, Day>(147, 200));
  CHECK(tail(3, 300) == std::pair<Day, Day>(197, 200));
  CHECK(tail(3, 101) == std::pair<Day, Day>(100, 200));
  CHECK(tail(0, 150) == std::pair<Day, Day>(150, 200));
  CHECK(tail(9999, 150) == std::pair<Day, Day>(100, 200));
}
