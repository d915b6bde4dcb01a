// SPDX-License-Identifier: Apache-2.0
#include "stats/printed_number.hpp"

#include "catch.hpp"

using namespace cxrval::stats;

TEST_CASE("a number as printed keeps its digits") {
  for (const char* text :
       {"0.653", "0.650", "79.6%", "1.00", "6285", "0", "-0.25", "100%", "0.05", "0.5%", "123456789.12345678"}) {
    const auto number = parse_printed(text);
    INFO(text);
    REQUIRE(number);
    CHECK(format_printed(*number) == text);
  }
  CHECK(parse_printed("79.6%")->value() == 0.796);
  CHECK(format_printed(*parse_printed(".653")) == "0.653");
}

TEST_CASE("texts that are no printed number are refused") {
  for (const char* text : {"", ".", "1.", "a", "1,5", "0.65.3", "1e-3", "+1", " 1", "1 ", "%", "--1", "0.123456789",
                           "1234567890", "nan", "0x1"}) {
    INFO(text);
    CHECK_FALSE(parse_printed(text));
  }
}

TEST_CASE("a printed number's cell reaches from half a unit below to half a unit above") {
  const auto number = parse_printed("0.653");
  CHECK(number->low() == 0.6525);
  CHECK(number->high() == 0.6535);
  CHECK(parse_printed("79.6%")->low() == 0.7955);
  CHECK(parse_printed("6285")->low() == 6285);
  CHECK(parse_printed("6285")->high() == 6285);
}

TEST_CASE("both ends of a cell are printed so, whichever way halves are rounded") {
  CHECK(printing_of({1, 8}, *parse_printed("0.12")) == Printing::rounded);  // half to even
  CHECK(printing_of({1, 8}, *parse_printed("0.13")) == Printing::rounded);  // half up
  CHECK(printing_of({1, 8}, *parse_printed("0.14")) == Printing::other);
  CHECK(printing_of({1, 8}, *parse_printed("0.125")) == Printing::rounded);
  CHECK(printing_of({2, 3}, *parse_printed("0.67")) == Printing::rounded);
  CHECK(printing_of({2, 3}, *parse_printed("0.66")) == Printing::truncated);
  CHECK(printing_of({2, 3}, *parse_printed("0.65")) == Printing::other);
  CHECK(printing_of({5006, 6285}, *parse_printed("79.6%")) == Printing::rounded);  // 79.64996%
  CHECK(printing_of({999'999'999, 1'000'000'000}, *parse_printed("0.99999999")) == Printing::truncated);
}

TEST_CASE("a quotient is printed half up with the digits asked") {
  CHECK(format_printed(print({4529, 6285}, 3, true)) == "72.1%");
  CHECK(format_printed(print({4529, 6285}, 5, true)) == "72.060%");
  CHECK(format_printed(print({1, 8}, 2)) == "0.13");
  CHECK(format_printed(print({1, 1}, 3, true)) == "100.0%");
  CHECK(format_printed(print({0, 7}, 3)) == "0.000");
}
