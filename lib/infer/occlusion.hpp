// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <cstddef>
#include <vector>

namespace cxrval::infer {

// How much a probability falls when a part of the image is hidden (Zeiler and Fergus 2014, "Visualizing and
// understanding convolutional networks", section 4.2): positive where the part speaks for the class.
struct OcclusionMap {
  static constexpr int side = 16;  // side x side cells over the model's input, row by row

  std::vector<double> falls = std::vector<double>(std::size_t{side} * side);
};

// The plane with a patch of grey, its mean, over the cell `number` and half of its neighbours: a square (where the
// plane is one) of an eighth of the sides, around the cell's middle, as far as it lies on the plane.
image::Plane occluded(const image::Plane& plane, int number);

}  // namespace cxrval::infer
