// SPDX-License-Identifier: Apache-2.0
#include "boxes/soft_nms.hpp"

#include "catch.hpp"
#include "random_detections.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

using namespace cxrval::boxes;

namespace {

// The paper's pseudo-code: after each pick the scores of all that are left are lowered.
std::vector<Detection> obvious(std::vector<Detection> left, const SoftNms& rule) {
  std::vector<Detection> kept;
  while (kept.size() < rule.most) {
    std::erase_if(left, [&](const Detection& d) { return d.score <= rule.score_floor; });
    if (left.empty()) break;
    const auto best = std::min_element(left.begin(), left.end(), comes_before);
    const Detection picked = *best;
    left.erase(best);
    kept.push_back(picked);
    for (Detection& d : left) {
      if (rule.classes == Classes::apart && d.class_index != picked.class_index) continue;
      const double overlap = iou(picked.box, d.box);
      if (rule.decay == Decay::gaussian) {
        d.score *= std::exp(-overlap * overlap / rule.sigma);
      } else if (overlap >= rule.iou_threshold) {
        d.score *= 1 - overlap;
      }
    }
  }
  return kept;
}

const std::vector<SoftNms> rules{{Decay::linear, 0.3, 0.5, 0, Classes::apart, 1000},
                                 {Decay::linear, 0, 0.5, 0.2, Classes::together, 1000},
                                 {Decay::linear, 0.6, 0.5, 0.1, Classes::apart, 4},
                                 {Decay::gaussian, 0.3, 0.5, 0, Classes::apart, 1000},
                                 {Decay::gaussian, 0.3, 0.1, 0.01, Classes::together, 7}};

}  // namespace

TEST_CASE("soft suppression equals the paper's pseudo-code on random detections") {
  Dice dice(19);
  for (int i = 0; i < 200; ++i) {
    const std::vector<Detection> all = random_detections(dice, static_cast<std::size_t>(dice.roll(40)));
    for (const SoftNms& rule : rules) CHECK(suppress_softly(all, rule) == obvious(all, rule));
  }
  const std::vector<Detection> many = random_detections(dice, 1500, 100);
  for (const SoftNms& rule : rules) CHECK(suppress_softly(many, rule) == obvious(many, rule));
}

TEST_CASE("the scores of overlapping boxes fall by the two formulas") {
  // IoU 1/2 of the first with the second; the third stands alone
  const std::vector<Detection> all{{{0, 0, 2, 1}, 0, 0.75}, {{0, 0, 1, 1}, 0, 0.5}, {{9, 9, 10, 10}, 0, 0.4}};
  const auto linear = suppress_softly(all, {.decay = Decay::linear, .iou_threshold = 0.5});
  CHECK(linear == std::vector<Detection>{{{0, 0, 2, 1}, 0, 0.75}, {{9, 9, 10, 10}, 0, 0.4}, {{0, 0, 1, 1}, 0, 0.25}});
  CHECK(suppress_softly(all, {.decay = Decay::linear, .iou_threshold = 0.51}) == all);
  const auto gaussian = suppress_softly(all, {.decay = Decay::gaussian, .sigma = 0.5});
  REQUIRE(gaussian.size() == 3);
  CHECK(gaussian[2].box == Box{0, 0, 1, 1});
  CHECK(gaussian[2].score == approx(0.5 * 0.60653065971263342));  // exp(-1/2)
}

TEST_CASE("boxes whose score falls to the floor are dropped") {
  const std::vector<Detection> all{{{0, 0, 2, 1}, 0, 0.75}, {{0, 0, 1, 1}, 0, 0.5}, {{0, 0, 2, 1}, 0, 0.7}};
  SoftNms rule{.decay = Decay::linear, .iou_threshold = 0.5, .score_floor = 0.25};
  CHECK(suppress_softly(all, rule).size() == 1);
  rule.score_floor = 0.24;
  CHECK(suppress_softly(all, rule).size() == 2);
  rule.score_floor = 0;
  CHECK(suppress_softly(all, rule).size() == 2);  // the same box a second time has 0.7 * (1 - 1)
  rule.score_floor = 0.75;
  CHECK(suppress_softly(all, rule).empty());
}

TEST_CASE("soft suppression does not depend on the order of its input and comes best first") {
  Dice dice(23);
  for (int i = 0; i < 100; ++i) {
    std::vector<Detection> all = random_detections(dice, 30);
    for (const SoftNms& rule : rules) {
      const std::vector<Detection> kept = suppress_softly(all, rule);
      CHECK(std::is_sorted(kept.begin(), kept.end(), comes_before));
      shuffle(all, dice);
      CHECK(suppress_softly(all, rule) == kept);
    }
  }
}
