// SPDX-License-Identifier: Apache-2.0
#include "stats/box_evaluation.hpp"

#include "catch.hpp"

#include <cmath>
#include <numeric>
#include <vector>

using namespace cxrval::stats;

namespace {

// Two classes over four images, the last of which has no lesion; class 1 stands on image 2 alone.
BoxSample two_classes() {
  const std::vector<BoxOutcome> first{{0.9, 0, true}, {0.8, 3, false}, {0.7, 1, true}};
  const std::vector<BoxOutcome> second{{0.6, 2, true}, {0.5, 0, false}};
  std::vector<BoxOutcome> together = first;
  together.insert(together.end(), second.begin(), second.end());
  BoxSample sample{{0.4}, {}, BoxOutcomes(together, {{0, 1}, {1, 1}, {2, 1}}, 4), 4};
  sample.classes.push_back({BoxOutcomes(first, {{0, 1}, {1, 1}}, 4)});
  sample.classes.push_back({BoxOutcomes(second, {{2, 1}}, 4)});
  return sample;
}

const std::vector<BoxMeasure> some{{BoxKind::average_precision, 0, 0},  {BoxKind::average_precision, 1, 0},
                                   {BoxKind::average_precision, {}, 0}, {BoxKind::froc_sensitivity, {}, {}, 0.25},
                                   {BoxKind::precision, {}, {}, 0.7},   {BoxKind::recall, {}, {}, 0.7},
                                   {BoxKind::f1, {}, {}, 0.7},          {BoxKind::false_alarms_per_image, {}, {}, 0.7}};

std::vector<std::optional<double>> on_sample(const BoxSample& sample, const BoxRules& rules,
                                             const std::vector<BoxMeasure>& measures) {
  std::vector<std::optional<double>> values(measures.size());
  BoxEvaluator(sample, rules, measures)(std::vector<std::uint8_t>(sample.images, 1), values);
  return values;
}

Evaluation few() {
  Evaluation wanted;
  wanted.intervals = {IntervalMethod::percentile};
  wanted.resamples = 2000;
  return wanted;
}

}  // namespace

TEST_CASE("measures of boxes on a sample") {
  const BoxSample sample = two_classes();
  const auto found = on_sample(sample, {}, some);
  CHECK(found[0] == Approx((1 + 2.0 / 3) / 2));
  CHECK(found[1] == 1);
  CHECK(found[2] == Approx((1 + 5.0 / 6) / 2));
  CHECK(found[3] == 1);  // the one false alarm above the last hit is a quarter an image
  CHECK(found[4] == Approx(2.0 / 3));
  CHECK(found[5] == Approx(2.0 / 3));
  CHECK(found[6] == Approx(2.0 / 3));
  CHECK(found[7] == 0.25);
}

TEST_CASE("where boxes are matched, equal scores pass one by one for average precision alone") {
  const std::vector<BoxOutcome> boxes{{0.5, 0, true, 0}, {0.5, 1, false, 1}, {0.5, 2, true, 2}};
  BoxSample sample{{0.4}, {{BoxOutcomes(boxes, {{0, 1}, {2, 1}}, 3)}}, BoxOutcomes(boxes, {{0, 1}, {2, 1}}, 3), 3};
  const std::vector<BoxMeasure> measures{{BoxKind::average_precision, 0, 0},
                                         {BoxKind::froc_sensitivity, 0, {}, 0.1},
                                         {BoxKind::froc_sensitivity, {}, {}, 0.4}};
  const auto together = on_sample(sample, {}, measures);
  CHECK(together[0] == Approx(2.0 / 3));
  sample.equal_scores = EqualScores::one_by_one;
  const auto one_by_one = on_sample(sample, {}, measures);
  CHECK(one_by_one[0] == Approx((1 + 2.0 / 3) / 2));
  for (const auto& values : {together, one_by_one}) {
    CHECK(values[1] == 0);
    CHECK(values[2] == 1);
  }
}

TEST_CASE("the mean over classes is undefined in a resample that loses a class") {
  const BoxSample sample = two_classes();
  const BoxRules rules;
  const BoxEvaluator evaluator(sample, rules, some);
  std::vector<std::optional<double>> values(some.size());
  evaluator(std::vector<std::uint8_t>{1, 2, 0, 1}, values);
  CHECK(values[0].has_value());
  CHECK_FALSE(values[1].has_value());
  CHECK_FALSE(values[2].has_value());
  const auto rows = evaluate_boxes(sample, rules, some, ImageDraws({0, 1, 2, 3}, 1), few());
  const double share = rows[2].undefined / 2000;
  CHECK(std::abs(share - (std::pow(0.75, 4) + std::pow(0.5, 4) - std::pow(0.25, 4))) < 0.04);
}

TEST_CASE("a class without a true box is left out of the mean, or 0 in it") {
  BoxSample sample = two_classes();
  sample.classes.push_back({BoxOutcomes({{0.3, 1, false}}, {}, 4)});
  sample.classes.push_back({BoxOutcomes({}, {}, 4)});
  const std::vector<BoxMeasure> measures{
      {BoxKind::average_precision, 2, 0}, {BoxKind::average_precision, 3, 0}, {BoxKind::average_precision, {}, 0}};
  const auto excluded = on_sample(sample, {}, measures);
  CHECK_FALSE(excluded[0].has_value());
  CHECK(excluded[2] == Approx((1 + 5.0 / 6) / 2));
  BoxRules zero;
  zero.absent = AbsentClasses::zero;
  const auto counted = on_sample(sample, zero, measures);
  CHECK(counted[0] == 0);
  CHECK_FALSE(counted[1].has_value());
  CHECK(counted[2] == Approx((1 + 5.0 / 6) / 3));
}

TEST_CASE("resamples of boxes are the same for any number of threads") {
  const BoxSample sample = two_classes();
  const ImageDraws draws({0, 1, 2, 2}, 7);
  Evaluation wanted = few();
  wanted.intervals.push_back(IntervalMethod::bca);
  const auto one = evaluate_boxes(sample, {}, some, draws, wanted);
  wanted.threads = 3;
  const auto three = evaluate_boxes(sample, {}, some, draws, wanted);
  REQUIRE(one.size() == 2 * some.size());
  for (std::size_t i = 0; i < one.size(); ++i) CHECK(cells(one[i]) == cells(three[i]));
  CHECK(one[0].n == 3);
}

TEST_CASE("an image is drawn as often as its patient, and units as many times as there are") {
  const ImageDraws draws({0, 1, 1, 2, 0}, 3);
  REQUIRE(draws.units() == 3);
  for (std::uint64_t index = 0; index < 50; ++index) {
    std::vector<std::uint8_t> weights(5);
    draws.draw(index, weights);
    CHECK(weights[0] == weights[4]);
    CHECK(weights[1] == weights[2]);
    CHECK(weights[0] + weights[1] + weights[3] == 3);
  }
}

TEST_CASE("measures of boxes are named with their IoU, rate or score") {
  const std::vector<double> ious{0.5, 0.75};
  CHECK(name({BoxKind::average_precision, 0, 1}, ious) == "ap@0.75");
  CHECK(name({BoxKind::average_precision}, ious) == "map@0.5:0.75");
  CHECK(name({BoxKind::froc_sensitivity, {}, {}, 0.125}, ious) == "froc_sensitivity@0.125");
  CHECK(name({BoxKind::recall, {}, {}, 0.3}, ious) == "recall@0.3");
}
