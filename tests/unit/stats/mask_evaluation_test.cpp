// SPDX-License-Identifier: Apache-2.0
#include "stats/mask_evaluation.hpp"

#include "catch.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

// Of facts about six images: two overlaps, both empty, a false alarm, a miss, a perfect mask.
const std::vector<MaskCounts> six{{12, 20, 20}, {12, 32, 12}, {0, 0, 0}, {0, 0, 4}, {0, 9, 0}, {48, 48, 48}};

Evaluation few() {
  Evaluation wanted;
  wanted.intervals = {IntervalMethod::percentile};
  wanted.resamples = 2000;
  return wanted;
}

ImageDraws each_image(std::size_t images, std::uint64_t seed = 1) {
  std::vector<std::uint32_t> units;
  for (std::size_t i = 0; i < images; ++i) units.push_back(static_cast<std::uint32_t>(i));
  return {units, seed};
}

std::vector<Metric> rows_of(const std::vector<MaskCounts>& images, const EmptyRules& rules = {}) {
  const std::vector<std::vector<MaskCounts>> groups{images};
  return evaluate_masks(groups, rules, each_image(images.size()), few());
}

// The mean over images by definition.
std::optional<double> slow_mean(const std::vector<MaskCounts>& images, const EmptyRules& rules, bool dice_wanted) {
  double sum = 0, count = 0;
  for (const MaskCounts& image : images) {
    if (image.truth == 0 && rules.leave_out_empty_truth) continue;
    if (image.predicted == 0 && rules.leave_out_empty_prediction) continue;
    double value = 0;
    if (image.truth + image.predicted == 0) {
      if (rules.both == BothEmpty::undefined) continue;
      value = rules.both == BothEmpty::one ? 1 : 0;
    } else {
      const double both = static_cast<double>(image.both);
      const double sizes = static_cast<double>(image.truth + image.predicted);
      value = dice_wanted ? 2 * both / sizes : both / (sizes - both);
    }
    sum += value;
    count += 1;
  }
  return count == 0 ? std::nullopt : std::optional(sum / count);
}

}  // namespace

TEST_CASE("IoU and Dice of one image") {
  CHECK(iou({12, 20, 20}, {}) == Approx(12.0 / 28));
  CHECK(dice({12, 20, 20}, {}) == Approx(0.6));
  CHECK(iou({0, 0, 4}, {}) == 0.0);
  CHECK(dice({0, 9, 0}, {}) == 0.0);
  CHECK(dice({48, 48, 48}, {}) == 1.0);
}

TEST_CASE("an image with an empty mask counts as declared") {
  CHECK_FALSE(iou({0, 0, 0}, {}).has_value());
  CHECK(iou({0, 0, 0}, {BothEmpty::one}) == 1.0);
  CHECK(dice({0, 0, 0}, {BothEmpty::zero}) == 0.0);
  CHECK_FALSE(dice({0, 0, 4}, {BothEmpty::undefined, true, false}).has_value());
  CHECK(dice({0, 9, 0}, {BothEmpty::undefined, true, false}) == 0.0);
  CHECK_FALSE(iou({0, 9, 0}, {BothEmpty::undefined, false, true}).has_value());
}

TEST_CASE("means over images and pooled pixels") {
  const auto rows = rows_of(six);
  REQUIRE(rows.size() == mask_measures);
  CHECK(rows[0].measure == "mean_iou");
  CHECK(*rows[0].estimate == Approx(0.3607142857142857));
  CHECK(rows[1].measure == "mean_dice");
  CHECK(*rows[1].estimate == Approx(0.4290909090909091));
  CHECK(rows[2].measure == "pooled_iou");
  CHECK(*rows[2].estimate == Approx(72.0 / 121));
  CHECK(rows[3].measure == "pooled_dice");
  CHECK(*rows[3].estimate == Approx(144.0 / 193));
  CHECK(rows[0].n == 6);
  CHECK(rows[0].unit == "image");
}

TEST_CASE("a mean is the mean by definition under every rule for empty masks") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<MaskCounts> images;
    for (int i = 0; i < 8; ++i) {
      const std::uint64_t truth = random() % 3 == 0 ? 0 : random() % 50;
      const std::uint64_t predicted = random() % 3 == 0 ? 0 : random() % 50;
      const std::uint64_t most = std::min(truth, predicted);
      images.push_back({most == 0 ? 0 : random() % (most + 1), truth, predicted});
    }
    for (const BothEmpty both : {BothEmpty::undefined, BothEmpty::one, BothEmpty::zero}) {
      for (const int left : {0, 1, 2, 3}) {
        const EmptyRules rules{both, left % 2 == 1, left / 2 == 1};
        double mean[2] = {0, 0};
        int defined = 0;
        for (const MaskCounts& image : images) {
          const auto value = iou(image, rules);
          CHECK(value.has_value() == dice(image, rules).has_value());
          if (!value) continue;
          mean[0] += *value;
          mean[1] += *dice(image, rules);
          ++defined;
        }
        const auto expected = slow_mean(images, rules, false);
        REQUIRE(expected.has_value() == (defined > 0));
        if (!expected) continue;
        CHECK(mean[0] / defined == Approx(*expected));
        CHECK(mean[1] / defined == Approx(*slow_mean(images, rules, true)));
      }
    }
  }
}

TEST_CASE("a resample of masks is the measure of copied images") {
  const ImageDraws draws({0, 0, 1, 2, 2, 3}, 11);
  std::vector<double> slow;
  for (std::uint64_t index = 0; index < 2000; ++index) {
    std::vector<std::uint8_t> weights(six.size());
    draws.draw(index, weights);
    std::vector<MaskCounts> copies;
    for (std::size_t i = 0; i < six.size(); ++i) copies.insert(copies.end(), weights[i], six[i]);
    if (const auto mean = slow_mean(copies, {}, true)) slow.push_back(*mean);
  }
  Evaluation wanted = few();
  wanted.unit = Unit::patient;
  const std::vector<std::vector<MaskCounts>> groups{six};
  const auto rows = evaluate_masks(groups, {}, draws, wanted);
  CHECK(rows[1].undefined == 2000 - static_cast<double>(slow.size()));
  Distribution expected;
  expected.values = slow;
  CHECK(*rows[1].low == Approx(*expected.quantile(0.025)));
  CHECK(*rows[1].high == Approx(*expected.quantile(0.975)));
  CHECK(rows[1].unit == "patient");
  CHECK(rows[1].n == 4);
}

TEST_CASE("resamples of masks are the same for any number of threads") {
  const std::vector<std::vector<MaskCounts>> groups{six, {six.rbegin(), six.rend()}};
  Evaluation wanted = few();
  wanted.intervals.push_back(IntervalMethod::bca);
  const auto one = evaluate_masks(groups, {}, each_image(6), wanted);
  wanted.threads = 3;
  const auto three = evaluate_masks(groups, {}, each_image(6), wanted);
  REQUIRE(one.size() == 2 * mask_measures * 2);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].low == three[i].low);
    CHECK(one[i].high == three[i].high);
  }
}

TEST_CASE("measures without any image or pixel are undefined") {
  const auto rows = rows_of({{0, 0, 0}, {0, 0, 0}});
  for (const Metric& row : rows) {
    CHECK_FALSE(row.estimate.has_value());
    CHECK(row.undefined == 2000);
  }
  const std::vector<std::vector<MaskCounts>> unequal{six, {}};
  CHECK_THROWS_AS(evaluate_masks(unequal, {}, each_image(6), few()), std::invalid_argument);
}
