// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "image/fit.hpp"
#include "infer/manifest.hpp"

#include <optional>
#include <span>
#include <vector>

namespace cxrval::infer {

// Where the detector's input lies in the original image, and the size of that.
struct DetectorFrame {
  image::Mapping mapping;
  boxes::Extent original;
};

// The lesions in one image's rows of the YOLO layout (DetectorOutput), in pixels of the original image and clipped to
// it. Each row gives a detection for every class whose score, objectness * class probability as it will be written
// (as_written), is above the score threshold. After the suppression at most max_boxes come out, best first. Nothing
// when a value is not finite or a probability lies outside 0 to 1. `rows` holds whole rows.
std::optional<std::vector<boxes::Detection>> decode_yolo(std::span<const float> rows, const DetectorOutput& output,
                                                         const DetectorFrame& frame);

}  // namespace cxrval::infer
