// SPDX-License-Identifier: Apache-2.0
#include "report/number_style.hpp"

#include "catch.hpp"

#include <limits>

using namespace cxrval::report;

namespace {

NumberStyle vietnamese() {
  return {",", ".", "–", " đến ", "%"};
}

}  // namespace

TEST_CASE("counts have groups of three digits") {
  const NumberStyle english;
  REQUIRE(write_count(0, english) == "0");
  REQUIRE(write_count(999, english) == "999");
  REQUIRE(write_count(1000, english) == "1,000");
  REQUIRE(write_count(18446744073709551615U, english) == "18,446,744,073,709,551,615");
  REQUIRE(write_count(6285, vietnamese()) == "6.285");
  REQUIRE(write_count(std::nullopt, english) == "–");
}

TEST_CASE("numbers have as many digits as asked for, in the style of the language") {
  REQUIRE(write_number(0.6531, 3, {}) == "0.653");
  REQUIRE(write_number(1234.5, 1, vietnamese()) == "1.234,5");
  REQUIRE(write_number(-0.25, 2, {}) == "\u22120.25");
  REQUIRE(write_number(-0.0001, 2, {}) == "0.00");
  REQUIRE(write_number(7, 0, {}) == "7");
}

TEST_CASE("a number that there is not is missing and never 0") {
  REQUIRE(write_number(std::nullopt, 2, {}) == "–");
  REQUIRE(write_number(std::numeric_limits<double>::quiet_NaN(), 2, {}) == "–");
  REQUIRE(write_number(std::numeric_limits<double>::infinity(), 2, {}) == "–");
  REQUIRE(write_percentage(std::nullopt, 1, {}) == "–");
  REQUIRE(write_interval(std::nullopt, 0.1, std::nullopt, {}) == "– (0.100 to –)");
  REQUIRE(exact(std::nullopt).empty());
  REQUIRE(exact(std::numeric_limits<double>::quiet_NaN()).empty());
  REQUIRE(exact_count(std::nullopt).empty());
}

TEST_CASE("intervals and percentages") {
  REQUIRE(write_interval(0.653, 0.635, 0.671, {}) == "0.653 (0.635 to 0.671)");
  REQUIRE(write_interval(0.653, std::nullopt, std::nullopt, {}, 2) == "0.65");
  REQUIRE(write_percentage(0.8391, 1, vietnamese()) == "83,9%");
  REQUIRE(exact(0.1) == "0.1");
}

TEST_CASE("a level of confidence is written as it is, not rounded") {
  REQUIRE(write_level(0.95, {}) == "95%");
  REQUIRE(write_level(0.9, {}) == "90%");
  REQUIRE(write_level(0.999, {}) == "99.9%");
  REQUIRE(write_level(0.9545, vietnamese()) == "95,45%");
  REQUIRE(write_level(0.68268949, {}) == "68.268949%");
  REQUIRE(write_level(std::nullopt, {}) == "–");
}
