// SPDX-License-Identifier: Apache-2.0
#include "boxes/prediction_string.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval::boxes;

namespace {

std::string fault(std::string_view text) {
  const auto parsed = parse_predictions(text, {"p.csv", 2, 2});
  REQUIRE_FALSE(parsed.has_value());
  return parsed.error().reason;
}

}  // namespace

TEST_CASE("a cell holds any number of boxes of six numbers") {
  const std::vector<NumberedBox> two{{14, 1, {0, 0, 1, 1}}, {3, 0.25, {10, 20, 30.5, 40}}};
  CHECK(parse_predictions(" 14 1 0 0 1 1  3 0.25 10 20 30.5 40 ", {}).value() == two);
  CHECK(parse_predictions("", {}).value().empty());
  CHECK(parse_predictions("  ", {}).value().empty());
}

TEST_CASE("what is wrong with a cell of boxes is said") {
  CHECK(fault("14 1 0 0 1") == "the last box is not six numbers");
  CHECK(fault("1.5 1 0 0 1 1") == "class is no whole number from 0");
  CHECK(fault("1 1 0 zero 1 1") == "no number");
}
