// SPDX-License-Identifier: Apache-2.0
#include "base/number.hpp"

#include "catch.hpp"

using namespace cxrval::base;

TEST_CASE("a number is the whole text or nothing") {
  CHECK(parse_integer<int>("42") == 42);
  CHECK(parse_integer<int>("-7") == -7);
  CHECK(parse_real("0.5") == 0.5);
  CHECK(parse_real("1e-3") == 0.001);
  for (const char* text : {"", " 1", "1 ", "+1", "1,5", "0x1", "one", "1.5"}) CHECK_FALSE(parse_integer<int>(text));
  for (const char* text : {"", " 1", "1 ", "+1", "1,5", "nan", "inf", "1e999"}) CHECK_FALSE(parse_real(text));
}

TEST_CASE("an integer that does not fit is refused") {
  CHECK(parse_integer<std::uint8_t>("255") == 255);
  CHECK_FALSE(parse_integer<std::uint8_t>("256"));
  CHECK_FALSE(parse_integer<unsigned>("-1"));
}

TEST_CASE("a formatted number reads back as the same double") {
  for (const double value : {0.1, 1.0 / 3, 1e-300, 123456789.125, -0.0, 5e-324}) {
    CHECK(parse_real(format_real(value)) == value);
  }
}

TEST_CASE("fixed digits are rounded and padded") {
  CHECK(format_fixed(0.65312, 3) == "0.653");
  CHECK(format_fixed(1, 2) == "1.00");
  CHECK(format_fixed(-0.0004, 3) == "-0.000");
}
