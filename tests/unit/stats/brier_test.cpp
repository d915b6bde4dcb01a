// SPDX-License-Identifier: Apache-2.0
#include "stats/brier.hpp"

#include "catch.hpp"
#include "probability_cases.hpp"

using namespace cxrval::stats;
using namespace cxrval::stats::test;

TEST_CASE("Brier score and Spiegelhalter's z are those of the definition") {
  // R 4.2.2, from the formulas
  const Brier found = brier(Scored(twelve_studies()));
  REQUIRE(*found.score == approx(0.200416666666667).epsilon(1e-13));
  REQUIRE(*found.scaled == approx(0.198333333333333).epsilon(1e-13));
  REQUIRE(*found.z == approx(0.476219131038392).epsilon(1e-13));
  REQUIRE(*found.p == approx(0.633918271415596).epsilon(1e-12));
  REQUIRE(found.reason.empty());
}

TEST_CASE("weights of the Brier score are repeated studies") {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    const Scored scored(random_studies(random, 1 + random() % 30));
    const auto weights = random_weights(random, scored.size());
    const Brier weighted = brier(scored, weights);
    const Brier plain = brier(repeated(scored, weights));
    REQUIRE(weighted.score.has_value() == plain.score.has_value());
    REQUIRE(weighted.scaled.has_value() == plain.scaled.has_value());
    REQUIRE(weighted.reason == plain.reason);
    REQUIRE(weighted.scaled_reason == plain.scaled_reason);
    if (plain.score) REQUIRE(*weighted.score == approx(*plain.score).epsilon(1e-13));
    if (plain.scaled) REQUIRE(*weighted.scaled == approx(*plain.scaled).epsilon(1e-12).margin(1e-12));
    if (plain.z) REQUIRE(*weighted.z == approx(*plain.z).epsilon(1e-12).margin(1e-12));
  }
}

TEST_CASE("what is not defined of the Brier score has a reason") {
  REQUIRE(brier(Scored({})).reason == "no study");
  const Brier one_class = brier(Scored({{.2, true, 0}, {.4, true, 1}}));
  REQUIRE(*one_class.score == approx(.5));
  REQUIRE_FALSE(one_class.scaled);
  REQUIRE(one_class.scaled_reason == "all studies are of one class");
  const Brier stiff = brier(Scored({{0, false, 0}, {1, true, 1}, {.5, true, 2}}));
  REQUIRE(stiff.score);
  REQUIRE_FALSE(stiff.z);
  REQUIRE_FALSE(stiff.p);
  REQUIRE_FALSE(stiff.z_reason.empty());
  const Brier logits = brier(Scored({{-3, false, 0}, {.5, true, 1}}));
  REQUIRE_FALSE(logits.score);
  REQUIRE_FALSE(logits.reason.empty());
  REQUIRE(logits.reason != "no study");
}
