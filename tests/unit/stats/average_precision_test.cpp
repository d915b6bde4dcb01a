// SPDX-License-Identifier: Apache-2.0
#include "stats/average_precision.hpp"

#include "base/error.hpp"
#include "stats/random.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

using namespace cxrval::stats;

namespace {

struct Sample {
  std::vector<BoxOutcome> boxes;
  std::vector<ImageTruths> truths;
  std::size_t images = 0;
  std::vector<std::uint8_t> weights;
};

// Scores in tenths, so that ties are common; some images have no lesion, some lesions are not found.
Sample random_sample(RandomStream& random) {
  const auto below = [&](std::uint64_t bound) { return random.bits() % bound; };
  Sample sample;
  sample.images = 1 + below(8);
  for (std::uint32_t image = 0; image < sample.images; ++image) {
    std::uint32_t left = static_cast<std::uint32_t>(below(4));
    if (left > 0) sample.truths.push_back({image, left});
    for (std::uint64_t i = below(5); i > 0; --i) {
      const bool hit = left > 0 && below(2) == 0;
      left -= hit ? 1 : 0;
      sample.boxes.push_back({static_cast<double>(below(10)) / 10, image, hit});
    }
    sample.weights.push_back(static_cast<std::uint8_t>(below(4)));
  }
  return sample;
}

// Precision and recall at a threshold, with every image physically as often as its weight says.
struct Point {
  double recall = 0;
  double precision = 0;
  double false_alarms = 0;
  std::uint64_t hits = 0;
  std::uint64_t boxes = 0;
};

std::uint64_t lesions(const Sample& sample) {
  std::uint64_t count = 0;
  for (const ImageTruths& truth : sample.truths) {
    for (int copy = 0; copy < sample.weights[truth.image]; ++copy) count += truth.count;
  }
  return count;
}

std::vector<Point> obvious_points(const Sample& sample) {
  std::set<double> thresholds;
  for (const BoxOutcome& box : sample.boxes) thresholds.insert(box.score);
  std::vector<Point> points;
  for (const double threshold : thresholds) {
    Point point;
    std::uint64_t all = 0;
    for (const BoxOutcome& box : sample.boxes) {
      for (int copy = 0; copy < sample.weights[box.image]; ++copy) {
        if (box.score < threshold) continue;
        ++all;
        point.hits += box.hit ? 1 : 0;
      }
    }
    if (all == 0) continue;
    point.recall = static_cast<double>(point.hits) / static_cast<double>(lesions(sample));
    point.precision = static_cast<double>(point.hits) / static_cast<double>(all);
    point.boxes = all;
    point.false_alarms = static_cast<double>(all - point.hits);
    points.push_back(point);
  }
  return points;
}

double envelope_at(const std::vector<Point>& points, double recall) {
  double highest = 0;
  for (const Point& point : points) {
    if (point.recall >= recall) highest = std::max(highest, point.precision);
  }
  return highest;
}

double obvious(const std::vector<Point>& points, const Sample& sample, Interpolation interpolation) {
  double sum = 0;
  const std::uint64_t truths = lesions(sample);
  if (interpolation == Interpolation::coco_101) {
    for (int i = 0; i <= 100; ++i) sum += envelope_at(points, i * 0.01);
    return sum / 101;
  }
  if (interpolation == Interpolation::eleven_point) {
    for (std::uint64_t k = 0; k <= 10; ++k) {
      double highest = 0;
      for (const Point& point : points) {
        if (10 * point.hits >= k * truths) highest = std::max(highest, point.precision);
      }
      sum += highest;
    }
    return sum / 11;
  }
  for (std::uint64_t hit = 1; hit <= truths; ++hit) {
    const double recall = static_cast<double>(hit) / static_cast<double>(truths);
    if (interpolation == Interpolation::all_point) {
      sum += envelope_at(points, recall);
      continue;
    }
    const Point* first = nullptr;  // the highest threshold that reaches the recall
    for (const Point& point : points) {
      if (point.hits >= hit && (first == nullptr || point.boxes < first->boxes)) {
        first = &point;
      }
    }
    if (first != nullptr) sum += first->precision;
  }
  return sum / static_cast<double>(truths);
}

BoxOutcomes outcomes_of(const Sample& sample) {
  return {sample.boxes, sample.truths, sample.images};
}

}  // namespace

TEST_CASE("average precision with weights equals its definition over copied images") {
  RandomStream random(1, 0);
  int defined = 0;
  for (int round = 0; round < 500; ++round) {
    const Sample sample = random_sample(random);
    const BoxOutcomes boxes = outcomes_of(sample);
    std::vector<BoxCounts> points;
    boxes.hit_points(sample.weights, points);
    const std::uint64_t truths = boxes.truths(sample.weights);
    REQUIRE(truths == lesions(sample));
    using enum Interpolation;
    for (const Interpolation each : {all_point, eleven_point, coco_101, none}) {
      const auto found = average_precision(points, truths, each);
      REQUIRE(found.has_value() == (truths > 0));
      if (found) CHECK(*found == Approx(obvious(obvious_points(sample), sample, each)).margin(1e-12));
    }
    defined += truths > 0 ? 1 : 0;
  }
  CHECK(defined > 300);
}

TEST_CASE("FROC is the highest sensitivity at a threshold with no more false alarms than allowed") {
  RandomStream random(2, 0);
  for (int round = 0; round < 500; ++round) {
    const Sample sample = random_sample(random);
    const BoxOutcomes boxes = outcomes_of(sample);
    std::vector<BoxCounts> points;
    boxes.hit_points(sample.weights, points);
    std::uint64_t images = 0;
    for (const std::uint8_t weight : sample.weights) images += weight;
    for (const double rate : {0.125, 0.5, 1.0, 2.0}) {
      const auto found = froc_sensitivity(points, {boxes.truths(sample.weights), images}, rate);
      REQUIRE(found.has_value() == (lesions(sample) > 0 && images > 0));
      if (!found) continue;
      double best = 0;
      for (const Point& point : obvious_points(sample)) {
        if (point.false_alarms <= rate * static_cast<double>(images)) best = std::max(best, point.recall);
      }
      CHECK(*found == Approx(best).margin(1e-15));
    }
  }
}

TEST_CASE("the order of boxes never matters, not even of equal scores") {
  RandomStream random(3, 0);
  for (int round = 0; round < 100; ++round) {
    Sample sample = random_sample(random);
    const std::vector<BoxCounts> before = outcomes_of(sample).all_points(sample.weights);
    std::reverse(sample.boxes.begin(), sample.boxes.end());
    CHECK(outcomes_of(sample).all_points(sample.weights) == before);
  }
}

TEST_CASE("boxes of equal score that pass one by one are boxes of scores that fall in their order") {
  RandomStream random(4, 0);
  int tied = 0;
  for (int round = 0; round < 300; ++round) {
    Sample sample = random_sample(random);
    const std::size_t count = sample.boxes.size();
    for (std::size_t i = 0; i < count; ++i) {
      sample.boxes[i].order = static_cast<std::uint32_t>((i * 7 + 3) % 37);  // all different: there are at most 32
    }
    Sample apart = sample;
    for (BoxOutcome& box : apart.boxes) box.score -= box.order * 1e-6;
    const BoxOutcomes boxes = outcomes_of(sample);
    const BoxOutcomes falling = outcomes_of(apart);
    CHECK(boxes.all_points(sample.weights, EqualScores::one_by_one) == falling.all_points(sample.weights));
    CHECK(boxes.point_scores(EqualScores::one_by_one).size() == count);
    std::vector<BoxCounts> points;
    boxes.hit_points(sample.weights, points, EqualScores::one_by_one);
    const std::uint64_t truths = boxes.truths(sample.weights);
    using enum Interpolation;
    for (const Interpolation each : {all_point, eleven_point, coco_101, none}) {
      const auto found = average_precision(points, truths, each);
      if (found) CHECK(*found == Approx(obvious(obvious_points(apart), apart, each)).margin(1e-12));
    }
    tied += boxes.point_scores().size() < count ? 1 : 0;
  }
  CHECK(tied > 100);
}

TEST_CASE("the recall grid of COCO is compared as its program does") {
  // 7 of 20 lesions: recall 0.35 is below the grid's 35 * 0.01, which is 0.35000000000000003.
  const std::vector<BoxCounts> points{{7, 7}};
  CHECK(average_precision(points, 20, Interpolation::coco_101) == Approx(35.0 / 101));
}

TEST_CASE("eleven recalls are compared exactly") {
  const std::vector<BoxCounts> points{{3, 3}};
  CHECK(average_precision(points, 10, Interpolation::eleven_point) == Approx(4.0 / 11));
}

TEST_CASE("counts at a score hold the boxes of that score") {
  const BoxOutcomes boxes({{0.5, 0, true}, {0.5, 1, false}, {0.7, 0, false}}, {{0, 2}}, 2);
  const std::vector<std::uint8_t> once{1, 1};
  CHECK(boxes.at_score(once, 0.5) == BoxCounts{1, 3});
  CHECK(boxes.at_score(once, 0.6) == BoxCounts{0, 1});
  CHECK(boxes.at_score(once, 0.8) == BoxCounts{0, 0});
  CHECK(boxes.point_scores() == std::vector{0.7, 0.5});
}

TEST_CASE("an image with several lists of true boxes is one image") {
  const BoxOutcomes boxes({}, {{3, 1}, {0, 2}, {3, 1}, {2, 0}}, 4);
  CHECK(boxes.images_with_truth() == 2);
  CHECK(boxes.truths(std::vector<std::uint8_t>{1, 1, 1, 1}) == 4);
}

TEST_CASE("a score that is no number is refused") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(BoxOutcomes({{nan, 0, true}}, {}, 1), cxrval::base::Error);
}
