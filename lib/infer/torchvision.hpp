// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "infer/detector.hpp"
#include "infer/manifest.hpp"

#include <optional>
#include <span>
#include <vector>

namespace cxrval::infer {

// The three tensors of TorchvisionLayout for one image with K boxes, as float.
struct TorchvisionTensors {
  std::span<const float> boxes;   // K x 4: x_min, y_min, x_max, y_max in input pixels
  std::span<const float> labels;  // K whole numbers
  std::span<const float> scores;  // K, 0 to 1
};

// The lesions in one image's boxes, in pixels of the original image and clipped to it; class = label - first_label.
// Those whose score as it will be written (as_written) is not above the score threshold are passed over, whatever their
// label (exports pad with zeros); the rest is select_boxes's. Nothing when a value is not finite, a score lies outside
// 0 to 1, or a label of a detection above the threshold is not that of a class. `output` has a TorchvisionLayout;
// numbers of boxes, labels and scores that differ throw std::logic_error.
std::optional<std::vector<boxes::Detection>> decode_torchvision(const TorchvisionTensors& tensors,
                                                                const DetectorOutput& output,
                                                                const DetectorFrame& frame);

}  // namespace cxrval::infer
