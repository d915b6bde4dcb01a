// SPDX-License-Identifier: Apache-2.0
#include "boxes/fusion.hpp"

#include "boxes/nms.hpp"
#include "catch.hpp"
#include "random_detections.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <vector>

using namespace cxrval::boxes;

namespace {

struct Member {
  Detection detection;
  double weight;
  double share() const { return detection.score * weight; }
};

using Members = std::vector<Member>;

double sum(const Members& members, double (*value)(const Member&)) {
  double total = 0;
  for (const Member& member : members) total += value(member);
  return total;
}

Box fused_box(const Members& members) {
  if (members.size() == 1) return members.front().detection.box;
  const double shares = sum(members, [](const Member& m) { return m.share(); });
  return {sum(members, [](const Member& m) { return m.share() * m.detection.box.x_min; }) / shares,
          sum(members, [](const Member& m) { return m.share() * m.detection.box.y_min; }) / shares,
          sum(members, [](const Member& m) { return m.share() * m.detection.box.x_max; }) / shares,
          sum(members, [](const Member& m) { return m.share() * m.detection.box.y_max; }) / shares};
}

// The paper's six steps with whole lists of members, each fused anew whenever it is looked at; the next detection is
// searched for among all that are left.
std::vector<Detection> obvious(const std::vector<ModelDetections>& models, const FusionRule& rule) {
  Members left;
  double all_weights = 0;
  for (const ModelDetections& model : models) {
    all_weights += model.weight;
    for (const Detection& d : model.detections) {
      if (d.score > rule.score_floor) left.push_back({d, model.weight});
    }
  }
  const auto earlier = [](const Member& a, const Member& b) {
    if (a.share() != b.share()) return a.share() > b.share();
    if (a.detection.score != b.detection.score) return a.detection.score > b.detection.score;
    return comes_before(a.detection, b.detection);
  };
  std::vector<Members> clusters;
  while (!left.empty()) {
    const auto next = std::min_element(left.begin(), left.end(), earlier);
    std::size_t best = clusters.size();
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      if (clusters[c].front().detection.class_index != next->detection.class_index) continue;
      const double overlap = iou(fused_box(clusters[c]), next->detection.box);
      const double to_beat =
          best == clusters.size() ? rule.iou_threshold : iou(fused_box(clusters[best]), next->detection.box);
      if (overlap > to_beat) best = c;
    }
    if (best == clusters.size()) clusters.emplace_back();
    clusters[best].push_back(*next);
    left.erase(next);
  }
  std::vector<Detection> fused;
  for (const Members& members : clusters) {
    const double weights = sum(members, [](const Member& m) { return m.weight; });
    const double mean = sum(members, [](const Member& m) { return m.share(); }) / weights;
    const double score = mean * std::min(weights, all_weights) / all_weights;
    fused.push_back({fused_box(members), members.front().detection.class_index, score});
  }
  std::sort(fused.begin(), fused.end(), comes_before);
  return fused;
}

void check_near(std::vector<Detection> a, std::vector<Detection> b) {
  REQUIRE(a.size() == b.size());
  // scores that differ by rounding only may stand in another order
  const auto by_place = [](const Detection& p, const Detection& q) {
    return std::tuple(p.class_index, p.box.x_min, p.box.y_min, p.box.x_max, p.box.y_max, p.score) <
           std::tuple(q.class_index, q.box.x_min, q.box.y_min, q.box.x_max, q.box.y_max, q.score);
  };
  std::sort(a.begin(), a.end(), by_place);
  std::sort(b.begin(), b.end(), by_place);
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].class_index == b[i].class_index);
    CHECK(a[i].box == b[i].box);
    CHECK(a[i].score == approx(b[i].score).epsilon(1e-12));
  }
}

std::vector<ModelDetections> random_models(Dice& dice) {
  std::vector<ModelDetections> models(static_cast<std::size_t>(1 + dice.roll(4)));
  for (ModelDetections& model : models) {
    model = {random_detections(dice, static_cast<std::size_t>(dice.roll(12)), 14), (1 + dice.roll(4)) / 2.0};
  }
  return models;
}

}  // namespace

TEST_CASE("two models' boxes of one lesion become their weighted mean") {
  const std::vector<ModelDetections> models{{{{{0, 0, 10, 10}, 3, 0.75}}}, {{{{2, 0, 10, 8}, 3, 0.25}}}};
  // IoU 64 / 100; x_min = (0.75 * 0 + 0.25 * 2) / 1, y_max = (0.75 * 10 + 0.25 * 8) / 1, score (0.75 + 0.25) / 2
  CHECK(fuse(models) == std::vector<Detection>{{{0.5, 0, 10, 9.5}, 3, 0.5}});
}

TEST_CASE("what one of three models finds alone keeps its box and a third of its score") {
  const std::vector<ModelDetections> models{{{{{0, 0, 10, 10}, 0, 0.75}}}, {}, {{{{50, 50, 60, 60}, 0, 0.375}}}};
  CHECK(fuse(models) == std::vector<Detection>{{{0, 0, 10, 10}, 0, 0.25}, {{50, 50, 60, 60}, 0, 0.125}});
}

TEST_CASE("a cluster of more boxes than models has their mean score") {
  const Box box{0, 0, 8, 8};
  const std::vector<ModelDetections> models{{{{box, 0, 0.75}, {box, 0, 0.5}}}, {{{box, 0, 0.25}}}};
  CHECK(fuse(models) == std::vector<Detection>{{box, 0, 0.5}});
}

TEST_CASE("weights count in the box and in the score") {
  const std::vector<ModelDetections> models{{{{{0, 0, 10, 10}, 0, 0.5}}, 3}, {{{{4, 0, 10, 10}, 0, 0.5}}, 1}};
  // IoU 0.6; shares 1.5 and 0.5: x_min = 0.5 * 4 / 2, score 2 / 4
  CHECK(fuse(models) == std::vector<Detection>{{{1, 0, 10, 10}, 0, 0.5}});
  const std::vector<ModelDetections> twice{{{{{0, 0, 8, 8}, 0, 1}, {{0, 0, 8, 8}, 0, 1}}, 3}, {{}, 1}};
  CHECK(fuse(twice) == std::vector<Detection>{{{0, 0, 8, 8}, 0, 1}});
}

TEST_CASE("the fused box, not the first, decides what joins") {
  // [0,10] and [3,13]: IoU 7/13. Fused with equal scores: [1.5, 11.5]. [5,15] has IoU 5/15 with [0,10], 6.5/13.5 with
  // the fused.
  const std::vector<ModelDetections> models{
      {{{{0, 0, 10, 1}, 0, 0.5}}}, {{{{3, 0, 13, 1}, 0, 0.5}}}, {{{{5, 0, 15, 1}, 0, 0.25}}}};
  CHECK(fuse(models, {0.48, 0}).size() == 1);
  CHECK(fuse(models, {0.49, 0}).size() == 2);
}

TEST_CASE("an IoU equal to the threshold, another class or a score at the floor is not fused") {
  const std::vector<ModelDetections> halves{{{{{0, 0, 2, 1}, 0, 0.5}}}, {{{{0, 0, 1, 1}, 0, 0.5}}}};
  CHECK(fuse(halves, {0.5, 0}).size() == 2);
  CHECK(fuse(halves, {0.49, 0}).size() == 1);
  CHECK(fuse(halves, {0.49, 0.5}).empty());
  const std::vector<ModelDetections> classes{{{{{0, 0, 2, 1}, 0, 0.5}}}, {{{{0, 0, 2, 1}, 1, 0.5}}}};
  CHECK(fuse(classes).size() == 2);
}

TEST_CASE("of two clusters that overlap equally the first started is joined") {
  // [4,8] overlaps [2,6] and [6,10] by 2/6 each; the latter has the higher score
  const std::vector<ModelDetections> models{{{{{2, 0, 6, 1}, 0, 0.5}, {{6, 0, 10, 1}, 0, 0.75}}},
                                            {{{{4, 0, 8, 1}, 0, 0.25}}}};
  CHECK(fuse(models, {0.3, 0}) == std::vector<Detection>{{{5.5, 0, 9.5, 1}, 0, 0.5}, {{2, 0, 6, 1}, 0, 0.25}});
}

TEST_CASE("fusion equals the paper's steps on random models") {
  Dice dice(37);
  for (int i = 0; i < 500; ++i) {
    const std::vector<ModelDetections> models = random_models(dice);
    for (const FusionRule& rule : {FusionRule{0.3, 0}, FusionRule{0.55, 0.25}, FusionRule{0, 0}}) {
      check_near(fuse(models, rule), obvious(models, rule));
    }
  }
}

TEST_CASE("fusion depends neither on the order of the detections nor of the models, and scores stay within 0 to 1") {
  Dice dice(41);
  for (int i = 0; i < 200; ++i) {
    std::vector<ModelDetections> models = random_models(dice);
    const std::vector<Detection> fused = fuse(models);
    CHECK(std::is_sorted(fused.begin(), fused.end(), comes_before));
    CHECK(std::all_of(fused.begin(), fused.end(), [](const Detection& d) { return d.score > 0 && d.score <= 1; }));
    for (ModelDetections& model : models) shuffle(model.detections, dice);
    std::reverse(models.begin(), models.end());
    CHECK(fuse(models) == fused);
  }
}

TEST_CASE("no models and no detections fuse to nothing, a weight that is none is a mistake of the caller") {
  CHECK(fuse({}).empty());
  CHECK(fuse(std::vector<ModelDetections>(3)).empty());
  for (const double weight :
       {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(fuse(std::vector<ModelDetections>{{{}, weight}}), std::logic_error);
  }
}
