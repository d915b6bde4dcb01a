// SPDX-License-Identifier: Apache-2.0
#include "boxes/yolo.hpp"

#include "base/error.hpp"

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::boxes;

namespace {

std::string fault(std::string_view line) {
  const auto parsed = parse_yolo(line, {"a.txt", 3, 0});
  REQUIRE_FALSE(parsed.has_value());
  return base::to_string(parsed.error().place) + ": " + parsed.error().reason;
}

}  // namespace

TEST_CASE("a label line is a class, a centre and a size") {
  const auto parsed = parse_yolo("2 0.5 0.25 0.5 0.125\r", {});
  REQUIRE(parsed);
  CHECK(parsed->class_number == 2);
  CHECK(parsed->share == Box{0.25, 0.1875, 0.75, 0.3125});
  CHECK_FALSE(parsed->score.has_value());
  CHECK(in_pixels(parsed->share, {400, 800}) == Box{100, 150, 300, 250});
}

TEST_CASE("a detector's line ends in its score") {
  const auto parsed = parse_yolo(" 0\t0.5 0.5  1 1 0.75", {});
  REQUIRE(parsed);
  CHECK(parsed->score == 0.75);
}

TEST_CASE("what is wrong with a label line is named with its place") {
  CHECK(fault("") == "a.txt:3: neither five nor six numbers");
  CHECK(fault("1 2 3 4 5 6 7 8") == "a.txt:3: neither five nor six numbers");
  CHECK(fault("-1 0.5 0.5 1 1") == "a.txt:3:1: class is no whole number from 0");
  CHECK(fault("1 0.5 x 1 1") == "a.txt:3:7: no number");
  CHECK(fault("1 0.5 0.5 0 1") == "a.txt:3:11: box has no inside");
  CHECK(fault("1 200 300 40 50") == "a.txt:3:3: numbers are no shares of the image");
}
