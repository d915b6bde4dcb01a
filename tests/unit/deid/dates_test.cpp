// SPDX-License-Identifier: Apache-2.0
#include "deid/dates.hpp"

#include "catch.hpp"

#include <chrono>
#include <optional>
#include <string>

using namespace cxrval;
using deid::shifted;

TEST_CASE("every form of a date moves by weeks and keeps the rest of its text") {
  CHECK(shifted("2020-03-10T08:05", -1) == "2020-03-03T08:05");
  CHECK(shifted("2020-03-10T08:05:59", -2) == "2020-02-25T08:05:59");
  CHECK(shifted("2020-03-10T08:05:59.125", -1) == "2020-03-03T08:05:59.125");
  CHECK(shifted("2020-01-01", -1) == "2019-12-25");
  CHECK(shifted("20200307", -1) == "20200229");
  CHECK(shifted("2020030708", -1) == "2020022908");
  CHECK(shifted("20200307080559.123456+0700", -1) == "20200229080559.123456+0700");
  CHECK(shifted("20200307-0500", -1) == "20200229-0500");
  CHECK(shifted("20200307 ", -1) == "20200229");
  CHECK(shifted("20200307\\20200308", -1) == "20200229\\20200301");
}

TEST_CASE("what is no date is not shown") {
  for (const char* text :
       {"", " ", "2020", "2020-13-01", "2020-02-30", "20200230", "2020-03-10 08:05", "2020-03-10T8:05",
        "2020-03-10T08:05:00Z", "Nguyen Van A", "20200310 Nguyen", "20200310080559123456789", "20200310.1234",
        "20200310\\", "20200310\\x", "2020.03.10", "080559", "2020-03-10T08:05:00."}) {
    INFO(text);
    CHECK_FALSE(shifted(text, -1));
  }
}

TEST_CASE("no day leaves the years 1 to 9999") {
  CHECK(shifted("0001-01-08", -1) == "0001-01-01");
  CHECK_FALSE(shifted("0001-01-07", -1));
  CHECK_FALSE(shifted("0000-01-07", -1));
  CHECK(shifted("9999-12-31T23:59", -104) == "9998-01-02T23:59");
}

TEST_CASE("a shifted day is weeks earlier by the calendar of the standard library") {
  using namespace std::chrono;
  for (int day = 0; day < 4000; day += 7) {
    const sys_days before = sys_days{year{2015} / 1 / 1} + days{day};
    const std::optional<std::string> moved =
        shifted(base::to_iso({duration_cast<seconds>(before.time_since_epoch()).count() + 3661, true}), -1 - day % 104);
    REQUIRE(moved);
    const auto after = base::parse_iso(*moved);
    REQUIRE(after);
    const sys_days date = floor<days>(sys_seconds{seconds{after->seconds}});
    CHECK((before - date) == days{7 * (1 + day % 104)});
    CHECK(weekday{before} == weekday{date});
    CHECK(after->seconds % 86400 == 3661);
  }
}

TEST_CASE("the day of a text is that of its first value") {
  CHECK(deid::date_in("20200307\\20210101")->year == 2020);
  CHECK(deid::date_in("2020-03-07T10:00")->day == 7);
  CHECK_FALSE(deid::date_in("7 March 2020"));
}
