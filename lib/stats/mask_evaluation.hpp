// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/image_evaluation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::stats {

// Pixels of a true and a predicted mask.
struct MaskCounts {
  std::uint64_t both = 0;  // the intersection
  std::uint64_t truth = 0;
  std::uint64_t predicted = 0;

  std::uint64_t either() const { return truth + predicted - both; }  // the union
  bool operator==(const MaskCounts&) const = default;
};

// The value of an image on which both masks are empty, where intersection over union is 0 / 0.
enum class BothEmpty { undefined, one, zero };

// What an image with an empty mask counts as. An image whose truth alone is empty has a false alarm, one whose
// prediction alone is empty a miss: the value is 0, unless such images are left out.
struct EmptyRules {
  BothEmpty both = BothEmpty::undefined;
  bool leave_out_empty_truth = false;
  bool leave_out_empty_prediction = false;
};

// |T n P| / |T u P| (Jaccard) and 2 |T n P| / (|T| + |P|) (Dice), 0 to 1; nothing where the rules leave the image out.
std::optional<double> iou(const MaskCounts& counts, const EmptyRules& rules);
std::optional<double> dice(const MaskCounts& counts, const EmptyRules& rules);

inline constexpr std::size_t mask_measures = 4;

// mean_iou, mean_dice: the mean over the images that are not left out, undefined where all are. pooled_iou,
// pooled_dice: of the pixels of all images together, whatever the rules; undefined without a pixel in any mask. Rows
// by group (a class, say), measure and interval, all over the same resamples; `images` of each group are those of
// `draws`. Intervals as in evaluate_images.
std::vector<Metric> evaluate_masks(std::span<const std::vector<MaskCounts>> groups, const EmptyRules& rules,
                                   const ImageDraws& draws, const Evaluation& wanted);

}  // namespace cxrval::stats
