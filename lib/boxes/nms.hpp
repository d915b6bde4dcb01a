// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

#include <cstddef>
#include <limits>
#include <vector>

namespace cxrval::boxes {

// The order in which detections are considered and written: higher score first, ties by class, then by x_min, y_min,
// x_max and y_max. It is total, so that the outcome does not depend on the order of the input.
bool comes_before(const Detection& a, const Detection& b);

// Whether a box is suppressed by better boxes of its own class only, or by those of any class (class-agnostic).
enum class Classes { apart, together };

// Hard non-maximum suppression: a detection is dropped when its IoU with a kept one is greater than `iou_threshold` (0
// to 1). What is kept comes in the order of comes_before, the first `most` only. Scores and coordinates must be finite.
std::vector<Detection> suppress(std::vector<Detection> detections, double iou_threshold,
                                std::size_t most = std::numeric_limits<std::size_t>::max(),
                                Classes classes = Classes::apart);

}  // namespace cxrval::boxes
