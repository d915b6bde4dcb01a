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

// One group's images, ready to be weighted.
class MaskSums {
 public:
  MaskSums(std::span<const MaskCounts> images, const EmptyRules& rules) {
    for (const MaskCounts& counts : images) {
      images_.push_back({iou(counts, rules).value_or(0), dice(counts, rules).value_or(0),
                         static_cast<double>(counts.both), static_cast<double>(counts.truth),
                         static_cast<double>(counts.predicted), left_out(counts, rules) ? 0.0 : 1.0});
    }
  }

  void operator()(std::span<const std::uint8_t> weights, std::span<std::optional<double>> values) const {
    Image sum{};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double weight = weights[i];
      if (weight == 0) continue;
      const Image& image = images_[i];
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * image[k];
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
  using Image = std::array<double, 6>;

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
    sample.steps += images.size();
    sums.emplace_back(images, rules);
    for (const char* name : names) measures.push_back({name, {0, 1}});
  }
  sample.statistics = [&](std::span<const std::uint8_t> weights, std::span<std::optional<double>> values) {
    for (std::size_t g = 0; g < sums.size(); ++g) sums[g](weights, values.subspan(g * mask_measures, mask_measures));
  };
  return evaluate_images(sample, measures, draws, wanted);
}

}  // namespace cxrval::stats
