// SPDX-License-Identifier: Apache-2.0
#include "stats/mask_evaluation.hpp"

#include <array>
#include <stdexcept>
#include <string>

namespace cxrval::stats {
namespace {

constexpr std::array<const char*, mask_measures> names{"mean_iou", "mean_dice", "pooled_iou", "pooled_dice"};

bool left_out(const MaskCounts& counts, const EmptyRules& rules) {
  if (counts.truth == 0 && rules.leave_out_empty_truth) return true;
  if (counts.predicted == 0 && rules.leave_out_empty_prediction) return true;
  return counts.either() == 0 && rules.both == BothEmpty::undefined;
}

// `part` of `whole`; of two empty masks what the rules say.
double share(std::uint64_t part, std::uint64_t whole, const EmptyRules& rules) {
  if (whole == 0) return rules.both == BothEmpty::one ? 1 : 0;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<double> ratio(double part, double whole) {
  if (whole == 0) return std::nullopt;
  return part / whole;
}

// One group's images, ready to be weighted. Those that add to no sum, such as the many without any pixel of a rare
// class, cost nothing.
class MaskSums {
 public:
  MaskSums(std::span<const MaskCounts> images, const EmptyRules& rules) {
    for (std::size_t i = 0; i < images.size(); ++i) {
      const MaskCounts& counts = images[i];
      const bool counted = !left_out(counts, rules);
      if (!counted && counts.either() == 0) continue;
      images_.push_back(
          {i,
           {iou(counts, rules).value_or(0), dice(counts, rules).value_or(0), static_cast<double>(counts.both),
            static_cast<double>(counts.truth), static_cast<double>(counts.predicted), counted ? 1.0 : 0.0}});
    }
  }

  std::size_t steps() const { return images_.size(); }

  void operator()(std::span<const std::uint8_t> weights, std::span<std::optional<double>> values) const {
    Terms sum{};
    for (const auto& [number, terms] : images_) {
      const double weight = weights[number];
      if (weight == 0) continue;
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * terms[k];
    }
    const auto [iou_sum, dice_sum, both, truth, predicted, count] = sum;
    values[0] = ratio(iou_sum, count);
    values[1] = ratio(dice_sum, count);
    values[2] = ratio(both, truth + predicted - both);
    values[3] = ratio(2 * both, truth + predicted);
  }

 private:
  // IoU, Dice, pixels of both masks, of the truth and of the prediction (whole numbers, exact up to 2^53), and whether
  // the image counts.
  using Terms = std::array<double, 6>;
  struct Image {
    std::size_t number = 0;
    Terms terms{};
  };

  std::vector<Image> images_;
};

}  // namespace

std::optional<double> iou(const MaskCounts& counts, const EmptyRules& rules) {
  if (left_out(counts, rules)) return std::nullopt;
  return share(counts.both, counts.either(), rules);
}

std::optional<double> dice(const MaskCounts& counts, const EmptyRules& rules) {
  if (left_out(counts, rules)) return std::nullopt;
  return share(2 * counts.both, counts.truth + counts.predicted, rules);
}

std::vector<Metric> evaluate_masks(std::span<const std::vector<MaskCounts>> groups, const EmptyRules& rules,
                                   const ImageDraws& draws, const Evaluation& wanted) {
  std::vector<MaskSums> sums;
  std::vector<ImageMeasure> measures;
  ImageSample sample;
  for (const std::vector<MaskCounts>& images : groups) {
    if (&images != &groups.front() && images.size() != sample.images) throw std::invalid_argument("evaluate_masks");
    sample.images = images.size();
    sums.emplace_back(images, rules);
    sample.steps += sums.back().steps();
    for (const char* name : names) measures.push_back({name, {0, 1}});
  }
  sample.statistics = [&](std::span<const std::uint8_t> weights, std::span<std::optional<double>> values) {
    for (std::size_t g = 0; g < sums.size(); ++g) sums[g](weights, values.subspan(g * mask_measures, mask_measures));
  };
  return evaluate_images(sample, measures, draws, wanted);
}

}  // namespace cxrval::stats
