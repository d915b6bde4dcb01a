// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "image/fit.hpp"
#include "infer/manifest.hpp"

#include <optional>
#include <vector>

namespace cxrval::infer {

// Where the detector's input lies in the original image, and the size of that.
struct DetectorFrame {
  image::Mapping mapping;
  boxes::Extent original;
};

// A box of the detector's input in pixels of the original image, clipped to it. Corners may be infinite.
boxes::Box to_original(const boxes::Box& input, const DetectorFrame& frame);

// A score as it will be written (as_written) when that is greater than the threshold; both are 0 to 1.
std::optional<double> score_above(double score, double threshold);

// What is left of the detections after the output's suppression, at most suppression.most, best first. Scores that soft
// suppression lowered are as_written again, and again greater than score_threshold.
std::vector<boxes::Detection> select_boxes(std::vector<boxes::Detection> found, const DetectorOutput& output);

}  // namespace cxrval::infer
