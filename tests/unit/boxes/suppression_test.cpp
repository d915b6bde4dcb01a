// SPDX-License-Identifier: Apache-2.0
#include "boxes/suppression.hpp"

#include "boxes/soft_nms.hpp"
#include "catch.hpp"
#include "random_detections.hpp"

#include <algorithm>
#include <vector>

using namespace cxrval::boxes;

namespace {

std::vector<Detection> above(std::vector<Detection> all, double floor) {
  std::erase_if(all, [&](const Detection& d) { return d.score <= floor; });
  return all;
}

}  // namespace

TEST_CASE("each kind of suppression is the function of its name") {
  Dice dice(29);
  for (int i = 0; i < 50; ++i) {
    const std::vector<Detection> all = random_detections(dice, 60);
    for (const Classes classes : {Classes::apart, Classes::together}) {
      Suppression rule{0.4, 6, SuppressionKind::hard, 0.3, classes};
      CHECK(suppress(all, rule, 0.25) == suppress(above(all, 0.25), 0.4, 6, classes));
      rule.kind = SuppressionKind::soft_linear;
      CHECK(suppress(all, rule, 0.25) == suppress_softly(all, {Decay::linear, 0.4, 0.3, 0.25, classes, 6}));
      rule.kind = SuppressionKind::soft_gaussian;
      CHECK(suppress(all, rule, 0.25) == suppress_softly(all, {Decay::gaussian, 0.4, 0.3, 0.25, classes, 6}));
    }
  }
}

TEST_CASE("without suppression the best come out") {
  Dice dice(31);
  std::vector<Detection> all = random_detections(dice, 200);
  const Suppression rule{.most = 20, .kind = SuppressionKind::none};
  const std::vector<Detection> kept = suppress(all, rule, 0.5);
  all = above(all, 0.5);
  std::sort(all.begin(), all.end(), comes_before);
  REQUIRE(all.size() > 20);
  all.resize(20);
  CHECK(kept == all);
  CHECK(suppress(all, rule, 1).empty());
}
