// SPDX-License-Identifier: Apache-2.0
#include "infer/efficientdet.hpp"

#include "boxes/nms.hpp"
#include "catch.hpp"
#include "infer/efficientdet_anchors.hpp"
#include "infer/probability.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const DetectorFrame frame{{10, 20, 0, 0}, {1280, 2560}};

DetectorOutput output(double score, int candidates = 5000) {
  return {{"Nodule/Mass", "Pneumothorax"},
          score,
          {.most = 1000, .kind = boxes::SuppressionKind::none},
          EfficientDetLayout{candidates}};
}

struct Heads {
  std::vector<boxes::Box> anchors = efficientdet_anchors(128, 128);
  std::vector<float> logits = std::vector<float>(2 * anchors.size(), -30);
  std::vector<float> regressions = std::vector<float>(4 * anchors.size());

  std::optional<std::vector<boxes::Detection>> decode(const DetectorOutput& wanted) const {
    return decode_efficientdet({logits, regressions}, anchors, wanted, frame);
  }
};

// A number from -span to span; the engine alone is the same everywhere.
float number(std::mt19937& random, float span) {
  return span * (static_cast<float>(random() % 2000001) / 1000000.0F - 1);
}

Heads random_heads(unsigned seed, float spread) {
  std::mt19937 random(seed);
  Heads heads;
  for (float& logit : heads.logits) logit = number(random, spread);
  for (float& t : heads.regressions) t = number(random, 1);
  return heads;
}

// Every anchor and class, scored and sorted whole.
std::vector<boxes::Detection> obvious(const Heads& heads, const DetectorOutput& wanted) {
  std::vector<std::pair<float, std::size_t>> order;
  for (std::size_t i = 0; i < heads.logits.size(); ++i) order.emplace_back(-heads.logits[i], i);
  std::sort(order.begin(), order.end());
  const auto most = static_cast<std::size_t>(std::get<EfficientDetLayout>(wanted.layout).candidates);
  order.resize(std::min(order.size(), most));
  std::vector<boxes::Detection> found;
  for (const auto& [negative, i] : order) {
    const double score = as_written(1 / (1 + std::exp(double{negative})));
    if (score <= wanted.score_threshold) continue;
    const boxes::Box& a = heads.anchors[i / 2];
    const float* t = heads.regressions.data() + i / 2 * 4;
    const double across = std::exp(double{t[3]}) * (a.x_max - a.x_min);
    const double down = std::exp(double{t[2]}) * (a.y_max - a.y_min);
    const double left = (a.x_min + a.x_max) / 2 + t[1] * (a.x_max - a.x_min) - across / 2;
    const double top = (a.y_min + a.y_max) / 2 + t[0] * (a.y_max - a.y_min) - down / 2;
    const boxes::Box box = boxes::clip({left * 10, top * 20, (left + across) * 10, (top + down) * 20}, frame.original);
    if (boxes::area(box) > 0) found.push_back({box, static_cast<int>(i % 2), score});
  }
  std::sort(found.begin(), found.end(), boxes::comes_before);
  found.resize(std::min(found.size(), wanted.suppression.most));
  return found;
}

void check_near(const std::vector<boxes::Detection>& a, const std::vector<boxes::Detection>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    REQUIRE(a[i].score == b[i].score);
    REQUIRE(a[i].class_index == b[i].class_index);
    REQUIRE(a[i].box.x_min == approx(b[i].box.x_min).margin(1e-6));
    REQUIRE(a[i].box.y_min == approx(b[i].box.y_min).margin(1e-6));
    REQUIRE(a[i].box.x_max == approx(b[i].box.x_max).margin(1e-6));
    REQUIRE(a[i].box.y_max == approx(b[i].box.y_max).margin(1e-6));
  }
}

}  // namespace

TEST_CASE("an anchor, its regression and a logit make a box in the original image's pixels") {
  Heads heads;
  // the anchor of 32 x 32 about (60, 60) of level P3: column 7, row 7
  const std::size_t anchor = 9 * (7 * 16 + 7);
  REQUIRE(heads.anchors[anchor] == boxes::Box{44, 44, 76, 76});
  heads.logits[2 * anchor + 1] = 0;
  CHECK(heads.decode(output(0.25)) == std::vector<boxes::Detection>{{{440, 880, 760, 1520}, 1, 0.5}});
  CHECK(heads.decode(output(0.5))->empty());
  // ty, tx, th, tw: up by an eighth, right by a quarter of the anchor, half as high, a quarter as wide
  const std::vector<float> t{-0.125F, 0.25F, std::log(0.5F), std::log(0.25F)};
  std::copy(t.begin(), t.end(), heads.regressions.begin() + 4 * anchor);
  const auto found = heads.decode(output(0.25));
  REQUIRE(found->size() == 1);
  const boxes::Box& box = found->front().box;  // centre (68, 56), 8 x 16
  CHECK(box.x_min == approx(640));
  CHECK(box.y_min == approx(960));
  CHECK(box.x_max == approx(720));
  CHECK(box.y_max == approx(1280));
}

TEST_CASE("decoding equals scoring every anchor and class") {
  for (const float spread : {2.0F, 30.0F}) {
    const Heads heads = random_heads(3, spread);
    for (const double threshold : {0.0, 1e-6, 0.05, 0.5, 0.88, 0.9999, 0.999999999, 1.0}) {
      for (const int candidates : {1, 50, 5000, 100000}) {
        const DetectorOutput wanted = output(threshold, candidates);
        check_near(heads.decode(wanted).value(), obvious(heads, wanted));
      }
    }
  }
}

TEST_CASE("of equal logits the first anchor and class become candidates") {
  Heads heads;
  std::fill(heads.logits.begin() + 2000, heads.logits.begin() + 2100, 1.0F);
  heads.logits[2900] = 2;
  const auto found = heads.decode(output(0.1, 4));
  REQUIRE(found->size() == 4);
  heads.logits.assign(heads.logits.size(), -30);
  for (const std::size_t i : {2000u, 2001u, 2002u}) heads.logits[i] = 1;
  heads.logits[2900] = 2;
  CHECK(heads.decode(output(0.1)) == found);
}

TEST_CASE("the suppression of the manifest is applied to the candidates") {
  const Heads heads = random_heads(5, 4);
  DetectorOutput wanted = output(0.5);
  wanted.suppression.most = 10000;
  const std::vector<boxes::Detection> all = heads.decode(wanted).value();
  wanted.suppression = {.iou_threshold = 0.4, .most = 20};
  CHECK(heads.decode(wanted) == boxes::suppress(all, 0.4, 20));
  CHECK(heads.decode(wanted)->size() == 20);
}

TEST_CASE("a box that grows without end covers the image") {
  Heads heads;
  heads.logits[0] = 5;
  heads.regressions[2] = 1000;
  heads.regressions[3] = 1000;
  CHECK(heads.decode(output(0.5))->front().box == boxes::Box{0, 0, 1280, 2560});
}

TEST_CASE("a value of the heads that is not finite makes the image unusable") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    Heads heads;
    heads.logits[17] = bad;
    CHECK_FALSE(heads.decode(output(0.5)));
    heads.logits[17] = 0;
    CHECK(heads.decode(output(0.5)));
    heads.regressions.back() = bad;
    CHECK_FALSE(heads.decode(output(0.5)));
  }
}

TEST_CASE("heads that do not fit the anchors are a mistake of the caller") {
  Heads heads;
  heads.logits.pop_back();
  CHECK_THROWS_AS(heads.decode(output(0.5)), std::logic_error);
  heads.logits.push_back(0);
  heads.regressions.push_back(0);
  CHECK_THROWS_AS(heads.decode(output(0.5)), std::logic_error);
}
