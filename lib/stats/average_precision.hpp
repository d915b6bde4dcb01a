// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/box_outcomes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// How the area under a curve of precision over recall is taken. The envelope at a recall is the highest precision at
// that recall or a higher one.
enum class Interpolation {
  all_point,     // the area under the envelope (PASCAL VOC from 2010 on)
  eleven_point,  // the mean of the envelope at recalls 0, 0.1 .. 1 (VOC until 2009); a recall is compared exactly
  coco_101,      // the mean at i * 0.01, i = 0 .. 100, recalls compared as the doubles that COCO's program compares
  none,          // the sum of precision times the step of recall, without an envelope
};

std::string_view name(Interpolation interpolation);

// Of the points of BoxOutcomes::hit_points and the number of lesions. Nothing without a lesion; 0 where none was found.
std::optional<double> average_precision(std::span<const BoxCounts> points, std::uint64_t truths,
                                        Interpolation interpolation);

// The envelope of all points, at each of them.
std::vector<double> envelope(std::span<const BoxCounts> points);

// Free-response ROC (Bunch, Hamilton, Sanderson and Simmons, SPIE 127, 1977; Chakraborty, Med. Phys. 16, 1989): the
// largest share of lesions found at a threshold with at most `rate` false alarms per image, without interpolation.
// `images` are all images, those without a lesion among them. Nothing without a lesion or without an image.
struct FrocBase {
  std::uint64_t truths = 0;
  std::uint64_t images = 0;
};
std::optional<double> froc_sensitivity(std::span<const BoxCounts> points, const FrocBase& base, double rate);

}  // namespace cxrval::stats
