// SPDX-License-Identifier: Apache-2.0
#include "boxes/matching.hpp"

#include "catch.hpp"
#include "random_detections.hpp"

#include <algorithm>
#include <set>
#include <vector>

using namespace cxrval::boxes;

namespace {

std::vector<Outcome> outcomes(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                              const MatchRule& rule = {}) {
  std::vector<Outcome> found;
  for (const Judged& judged : match(detections, truths, rule)) found.push_back(judged.outcome);
  return found;
}

using enum Outcome;

// COCO's rules, slowly: for detection after detection a list of the truths that may still be taken, of which those with
// the highest overlap stay, of them the first by corners; then crowds.
std::vector<Outcome> obvious_coco(std::vector<Detection> detections, const std::vector<Truth>& truths, double threshold,
                                  std::size_t most) {
  std::vector<Outcome> found;
  std::set<std::size_t> taken;
  while (!detections.empty() && found.size() < most) {
    const auto best =
        std::min_element(detections.begin(), detections.end(), [](const Detection& a, const Detection& b) {
          if (a.score != b.score) return a.score > b.score;
          return std::vector{a.box.x_min, a.box.y_min, a.box.x_max, a.box.y_max} <
                 std::vector{b.box.x_min, b.box.y_min, b.box.x_max, b.box.y_max};
        });
    const Box box = best->box;
    detections.erase(best);
    std::vector<std::pair<std::vector<double>, std::size_t>> free;
    bool crowded = false;
    for (std::size_t t = 0; t < truths.size(); ++t) {
      const Box& other = truths[t].box;
      const double width = std::min(box.x_max, other.x_max) - std::max(box.x_min, other.x_min);
      const double height = std::min(box.y_max, other.y_max) - std::max(box.y_min, other.y_min);
      const double common = width > 0 && height > 0 ? width * height : 0;
      const double own = (box.x_max - box.x_min) * (box.y_max - box.y_min);
      const double theirs = (other.x_max - other.x_min) * (other.y_max - other.y_min);
      if (truths[t].crowd) {
        crowded = crowded || common / own >= threshold;
      } else if (!taken.contains(t) && common / (own + theirs - common) >= threshold) {
        free.push_back({{-common / (own + theirs - common), other.x_min, other.y_min, other.x_max, other.y_max}, t});
      }
    }
    if (!free.empty()) taken.insert(std::min_element(free.begin(), free.end())->second);
    found.push_back(!free.empty() ? hit : crowded ? ignored : false_alarm);
  }
  return found;
}

double obvious_overlap(const Box& a, const Box& b) {
  const double width = std::min(a.x_max, b.x_max) - std::max(a.x_min, b.x_min);
  const double height = std::min(a.y_max, b.y_max) - std::max(a.y_min, b.y_min);
  const double common = width > 0 && height > 0 ? width * height : 0;
  return common / ((a.x_max - a.x_min) * (a.y_max - a.y_min) + (b.x_max - b.x_min) * (b.y_max - b.y_min) - common);
}

// Everything in the order given, slowly: the first detection of the highest score left; of the truths with the highest
// overlap the first (VOC, whether it is taken or not) or the last of those not taken (COCO).
std::vector<Outcome> obvious_in_order(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                                      const MatchRule& rule) {
  std::vector<Outcome> found;
  std::set<std::size_t> judged;
  std::set<std::size_t> taken;
  while (judged.size() < std::min(detections.size(), rule.most)) {
    std::size_t next = detections.size();
    for (std::size_t d = 0; d < detections.size(); ++d) {
      if (judged.contains(d)) continue;
      if (next == detections.size() || detections[d].score > detections[next].score) next = d;
    }
    judged.insert(next);
    std::vector<std::pair<double, std::size_t>> candidates;
    for (std::size_t t = 0; t < truths.size(); ++t) {
      if (rule.taking == Taking::free && taken.contains(t)) continue;
      candidates.emplace_back(obvious_overlap(detections[next].box, truths[t].box), t);
    }
    std::size_t chosen = truths.size();
    double highest = 0;
    for (const auto& [overlap, t] : candidates) highest = std::max(highest, overlap);
    for (const auto& [overlap, t] : candidates) {
      if (overlap < highest || overlap < rule.iou) continue;
      if (rule.taking == Taking::free || chosen == truths.size()) chosen = t;
    }
    found.push_back(chosen < truths.size() && taken.insert(chosen).second ? hit : false_alarm);
  }
  return found;
}

std::vector<Truth> random_truths(Dice& dice, std::size_t count) {
  std::vector<Truth> truths;
  for (const Detection& d : random_detections(dice, count)) truths.push_back({d.box, dice.roll(8) == 0});
  return truths;
}

}  // namespace

TEST_CASE("the better of two detections of a lesion is the hit, whatever their order") {
  const Detection better{{0, 0, 100, 100}, 0, 0.9};
  const Detection worse{{0, 0, 90, 100}, 0, 0.3};
  const std::vector<Truth> truths{{{0, 0, 100, 100}}};
  CHECK(outcomes({worse, better}, truths) == std::vector{hit, false_alarm});
  CHECK(outcomes({better, worse}, truths) == std::vector{hit, false_alarm});
}

TEST_CASE("the IoU itself is enough, unless it must be exceeded") {
  const std::vector<Detection> found{{{0, 0, 40, 10}, 0, 1}};
  const std::vector<Truth> truths{{{0, 0, 100, 10}}};
  MatchRule rule;
  rule.iou = 0.4;
  CHECK(outcomes(found, truths, rule) == std::vector{hit});
  rule.above = true;
  CHECK(outcomes(found, truths, rule) == std::vector{false_alarm});
}

TEST_CASE("a detection whose best truth is taken is a false alarm by VOC, and takes the next one by COCO") {
  const std::vector<Truth> truths{{{0, 0, 10, 10}}, {{0, 0, 10, 14}}};
  const std::vector<Detection> found{{{0, 0, 10, 10}, 0, 0.9}, {{0, 0, 10, 11}, 0, 0.8}};
  MatchRule rule;
  CHECK(outcomes(found, truths, rule) == std::vector{hit, false_alarm});
  rule.taking = Taking::free;
  CHECK(outcomes(found, truths, rule) == std::vector{hit, hit});
}

TEST_CASE("the pixel rule makes small boxes overlap more") {
  const Box a{0, 0, 1, 1};
  const Box b{1, 1, 2, 2};
  CHECK(overlap(a, b, PixelRule::edges) == 0);
  CHECK(overlap(a, b, PixelRule::inclusive) == Approx(1.0 / 7));
}

TEST_CASE("a detection in a crowd counts neither way, and a crowd is not to be found") {
  const std::vector<Truth> truths{{{0, 0, 100, 100}, true}};
  CHECK(outcomes({{{10, 10, 20, 20}, 0, 0.5}, {{200, 200, 210, 210}, 0, 0.4}}, truths) ==
        std::vector{ignored, false_alarm});
}

TEST_CASE("only the best detections are taken into account where there is a limit") {
  MatchRule rule;
  rule.most = 1;
  const auto judged = match(std::vector<Detection>{{{0, 0, 9, 9}, 0, 0.1}, {{50, 50, 60, 60}, 0, 0.8}},
                            std::vector<Truth>{{{0, 0, 9, 9}}}, rule);
  REQUIRE(judged.size() == 1);
  CHECK(judged[0].score == 0.8);
  CHECK(judged[0].outcome == false_alarm);
}

TEST_CASE("matching by COCO's rule equals its slow description on random boxes with ties") {
  Dice dice(11);
  for (int round = 0; round < 400; ++round) {
    std::vector<Detection> found = random_detections(dice, static_cast<std::size_t>(dice.roll(12)));
    for (Detection& detection : found) detection.class_index = 0;
    const std::vector<Truth> truths = random_truths(dice, static_cast<std::size_t>(dice.roll(6)));
    MatchRule rule;
    rule.taking = Taking::free;
    rule.iou = (1 + dice.roll(8)) / 10.0;
    rule.most = static_cast<std::size_t>(1 + dice.roll(12));
    CHECK(outcomes(found, truths, rule) == obvious_coco(found, truths, rule.iou, rule.most));
  }
}

TEST_CASE("neither the order of detections nor that of truths matters") {
  Dice dice(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<Detection> found = random_detections(dice, 10);
    std::vector<Truth> truths = random_truths(dice, 5);
    MatchRule rule;
    rule.taking = round % 2 == 0 ? Taking::best : Taking::free;
    const auto before = outcomes(found, truths, rule);
    shuffle(found, dice);
    std::reverse(truths.begin(), truths.end());
    CHECK(outcomes(found, truths, rule) == before);
  }
}

TEST_CASE("of truths that are overlapped equally VOC takes the first given and COCO the last") {
  // The first detection lies between two truths; the second fits the left one alone.
  const Truth left{{0, 0, 10, 10}};
  const Truth right{{10, 0, 20, 10}};
  const std::vector<Detection> found{{{5, 0, 15, 10}, 0, 0.9}, {{0, 0, 10, 10}, 0, 0.8}};
  MatchRule rule;
  rule.iou = 0.3;
  for (const Taking taking : {Taking::best, Taking::free}) {
    rule.taking = taking;
    rule.ties = Ties::given;
    const bool first = taking == Taking::best;
    CHECK(outcomes(found, {left, right}, rule) == std::vector{hit, first ? false_alarm : hit});
    CHECK(outcomes(found, {right, left}, rule) == std::vector{hit, first ? hit : false_alarm});
    rule.ties = Ties::corners;
    CHECK(outcomes(found, {left, right}, rule) == std::vector{hit, false_alarm});
    CHECK(outcomes(found, {right, left}, rule) == std::vector{hit, false_alarm});
  }
}

TEST_CASE("detections of equal score come as given, for the limit too") {
  const std::vector<Truth> truths{{{0, 0, 10, 10}}};
  const Detection near{{0, 0, 10, 9}, 0, 0.5};
  const Detection far{{50, 50, 60, 60}, 0, 0.5};
  MatchRule rule;
  rule.ties = Ties::given;
  rule.most = 1;
  CHECK(outcomes({near, far}, truths, rule) == std::vector{hit});
  CHECK(outcomes({far, near}, truths, rule) == std::vector{false_alarm});
  rule.most = 2;
  const auto judged = match(std::vector<Detection>{far, near}, truths, rule);
  REQUIRE(judged.size() == 2);
  CHECK(judged[0].detection == 0);
  CHECK(judged[1].detection == 1);
  CHECK(judged[1].outcome == hit);
}

TEST_CASE("the order of equal scores decides how many are hits where they come as given") {
  // Both overlap the left truth enough and most; the second alone would do for the right one.
  const std::vector<Truth> truths{{{0, 0, 10, 10}}, {{3, 0, 13, 10}}};
  const Detection flat{{0, 0, 10, 6}, 0, 0.9};
  const Detection shifted{{1, 0, 11, 10}, 0, 0.9};
  MatchRule rule;
  rule.iou = 0.5;
  rule.taking = Taking::free;
  rule.ties = Ties::given;
  CHECK(outcomes({flat, shifted}, truths, rule) == std::vector{hit, hit});
  CHECK(outcomes({shifted, flat}, truths, rule) == std::vector{hit, false_alarm});
  rule.ties = Ties::corners;
  CHECK(outcomes({flat, shifted}, truths, rule) == outcomes({shifted, flat}, truths, rule));
}

TEST_CASE("matching in the order given equals its slow description on random boxes with ties") {
  Dice dice(29);
  const auto side = [&] { return static_cast<double>(dice.roll(4)); };
  const auto box = [&] {
    const Box corner{side(), side(), 0, 0};
    return Box{corner.x_min, corner.y_min, corner.x_min + 1 + dice.roll(3), corner.y_min + 1 + dice.roll(3)};
  };
  for (int round = 0; round < 600; ++round) {
    std::vector<Detection> found;
    for (int left = dice.roll(9); left > 0; --left) found.push_back({box(), 0, (1 + dice.roll(3)) / 4.0});
    std::vector<Truth> truths;
    for (int left = dice.roll(6); left > 0; --left) truths.push_back({box()});
    MatchRule rule;
    rule.ties = Ties::given;
    rule.taking = round % 2 == 0 ? Taking::best : Taking::free;
    rule.iou = (1 + dice.roll(6)) / 10.0;
    rule.most = static_cast<std::size_t>(1 + dice.roll(9));
    CHECK(outcomes(found, truths, rule) == obvious_in_order(found, truths, rule));
  }
}
