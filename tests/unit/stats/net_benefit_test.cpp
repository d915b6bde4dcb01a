// SPDX-License-Identifier: Apache-2.0
#include "stats/net_benefit.hpp"

#include "catch.hpp"
#include "probability_cases.hpp"

#include <stdexcept>

using namespace cxrval::stats;
using namespace cxrval::stats::test;

TEST_CASE("net benefit weighs false positives by the odds of the threshold") {
  // By hand: 1205 true and 729 false positives of 6285 at 1 : 4
  const NetBenefit found = net_benefit(Confusion{1205, 729, 551, 3800}, .2);
  REQUIRE(*found.estimate == approx((1205 - 729 / 4.) / 6285).epsilon(1e-13));
  REQUIRE(*found.standardised == approx((1205 - 729 / 4.) / 1756).epsilon(1e-13));
}

TEST_CASE("a threshold of 0 treats all, and one equal to a score treats that study") {
  const Scored scored(twelve_studies());
  const NetBenefit all = net_benefit(scored, {}, 0);
  REQUIRE(*all.estimate == approx(6 / 12.));
  REQUIRE(*all.standardised == 1);
  // at 0.5 or more: 0.5 0.5 0.6 0.7 0.8 0.9, of which four are positive
  REQUIRE(*net_benefit(scored, {}, .5).estimate == approx((4 - 2) / 12.));
}

TEST_CASE("weights of net benefit are repeated studies") {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    const Scored scored(random_studies(random, 1 + random() % 30));
    const auto weights = random_weights(random, scored.size());
    const NetBenefit weighted = net_benefit(scored, weights, .3);
    const NetBenefit plain = net_benefit(repeated(scored, weights), {}, .3);
    REQUIRE(weighted.estimate == plain.estimate);
    REQUIRE(weighted.standardised == plain.standardised);
    REQUIRE(weighted.reason == plain.reason);
  }
}

TEST_CASE("what is not defined of net benefit has a reason") {
  REQUIRE(net_benefit(Confusion{}, .5).reason == "no study");
  const NetBenefit no_positive = net_benefit(Confusion{0, 2, 0, 3}, .5);
  REQUIRE(*no_positive.estimate == approx(-.4));
  REQUIRE_FALSE(no_positive.standardised);
  REQUIRE_FALSE(no_positive.reason.empty());
  REQUIRE_FALSE(net_benefit(Scored({{3, true, 0}}), {}, .5).estimate);
  REQUIRE_THROWS_AS(net_benefit(Confusion{1, 1, 1, 1}, 1), std::invalid_argument);
  REQUIRE_THROWS_AS(net_benefit(Confusion{1, 1, 1, 1}, -.1), std::invalid_argument);
}
