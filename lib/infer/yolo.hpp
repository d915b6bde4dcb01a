// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "infer/detector.hpp"
#include "infer/manifest.hpp"

#include <optional>
#include <span>
#include <vector>

namespace cxrval::infer {

// The lesions in one image's rows of YoloLayout, in pixels of the original image and clipped to it. Each row gives a
// detection for every class whose score, objectness * class probability as it will be written (as_written), is above
// the score threshold; the rest is select_boxes's. Nothing when a value is not finite or a probability lies outside 0
// to 1. `rows` holds whole rows.
std::optional<std::vector<boxes::Detection>> decode_yolo(std::span<const float> rows, const DetectorOutput& output,
                                                         const DetectorFrame& frame);

}  // namespace cxrval::infer
