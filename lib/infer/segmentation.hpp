// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/fit.hpp"
#include "image/mask.hpp"
#include "infer/manifest.hpp"

#include <optional>
#include <span>

namespace cxrval::infer {

// The size of a segment model's input, where it lies in the original image, and the size of that.
struct MaskFrame {
  int width = 0;
  int height = 0;
  image::Mapping mapping;
  int original_width = 0;
  int original_height = 0;
};

// The mask of one image, width x height pixels that cover the whole of the original image: each is inside where the
// input's pixel at its middle is and has a probability, 1 / (1 + exp(-x)) of log-odds, greater than the threshold. With
// resize stretch that is pixel by pixel; what the input does not show of the image is outside. Nothing when a value is
// not finite or a probability lies outside 0 to 1. `values` has width * height values.
std::optional<image::Mask> decode_mask(std::span<const float> values, const SegmentOutput& output,
                                       const MaskFrame& frame);

}  // namespace cxrval::infer
