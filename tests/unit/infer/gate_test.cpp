// SPDX-License-Identifier: Apache-2.0
#include "infer/gate.hpp"

#include "catch.hpp"

using namespace cxrval::infer;

TEST_CASE("the paper's gate lets through what is greater than one half and not one half itself") {
  const auto gate = parse_gate("> 0.5");
  REQUIRE(gate);
  CHECK_FALSE(gate->passes(0.5));
  CHECK(gate->passes(0.50000006));
  CHECK(to_string(*gate) == "> 0.5");
}

TEST_CASE("an inclusive gate lets its threshold through") {
  const auto gate = parse_gate(">= 0.25");
  REQUIRE(gate);
  CHECK(gate->passes(0.25));
  CHECK_FALSE(gate->passes(0.2499));
  CHECK(to_string(*gate) == ">= 0.25");
}

TEST_CASE("text that is no gate gives nothing") {
  for (const char* text :
       {"", "0.5", ">0.5", "> ", "> 1.5", "> -0.1", "< 0.5", "> 0,5", "> nan", ">= 0.5 ", ">  0.5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_gate(text));
  }
}
