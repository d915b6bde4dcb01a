// SPDX-License-Identifier: Apache-2.0
#include "match/window.hpp"

#include "catch.hpp"

using cxrval::match::parse_window;

TEST_CASE("a window is two whole numbers with their units") {
  const auto day = parse_window("24h:24h");
  REQUIRE(day);
  CHECK(day->before_seconds == 86400);
  CHECK(day->after_seconds == 86400);
  const auto narrow = parse_window("0h:90m");
  REQUIRE(narrow);
  CHECK(narrow->before_seconds == 0);
  CHECK(narrow->after_seconds == 5400);
  CHECK(parse_window("8784h:527040m"));
}

TEST_CASE("anything else is no window") {
  for (const char* text : {"", "24", "24h", "24:24", "24h:", ":24h", "24h:24h:1h", "-1h:2h", "1.5h:2h", "1d:2d", "h:h",
                           "8785h:1h", "99999999999999999999h:1h", " 1h:1h", "9223372036854775807h:1h"}) {
    INFO(text);
    CHECK_FALSE(parse_window(text));
  }
}
