// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

#include <vector>

namespace cxrval::infer {

// The anchors of EfficientDet (Tan, Pang, Le 2020, "EfficientDet: scalable and efficient object detection") in pixels
// of an input of width x height, which are positive multiples of 128 (equation 3); anything else throws
// std::logic_error. On levels P3 to P7, of stride s = 8, 16, 32, 64, 128, each cell of the width / s x height / s grid
// has nine anchors about its centre ((column + 0.5) s, (row + 0.5) s): of side 4 s 2^(octave / 3) for octave 0, 1, 2,
// each with (width, height) times (1, 1), (1.4, 0.7), (0.7, 1.4): the anchor_scale, num_scales and aspect_ratios of the
// authors' D0 to D6. D7 (anchor_scale 5), D7x (a level P8) and models whose ratios were given as square roots have
// others. Anchors may reach over the edge. Order: level, row, column, octave, aspect ratio, the last running fastest.
std::vector<boxes::Box> efficientdet_anchors(int width, int height);

}  // namespace cxrval::infer
