// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/source.hpp"

#include <cstdint>
#include <vector>

namespace cxrval::image {

// Row-major width * height, what is not 0 lies inside. A mask of another size than the image covers the whole image, as
// a model that was fed the stretched image gives it.
struct Mask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> values;
};

// Pixels x to x + side of an image, y to y + side.
struct Square {
  int x = 0;
  int y = 0;
  int side = 0;

  bool operator==(const Square&) const = default;
};

// The smallest square that encloses the mask in an image of width x height (the YOLOv5 paper: "the smallest square area
// was cropped out that enclosed the predicted mask"): the side is the longer one of the mask's bounding box, scaled
// outwards to whole pixels, whose middle it shares (half a pixel up and left where that is needed). It is then shifted
// into the image; on an axis on which it is larger than the image it keeps the image in its middle and leaves it.
// Faults: "mask is empty" (no pixel is inside), "mask does not match its size", "the square around the mask is larger
// than 134217728 pixels" (a mask along a strip of an image).
base::Result<Square> enclosing_square(const Mask& mask, int width, int height);

// The square's pixels; `pad` where it leaves the plane.
Plane crop(const Plane& plane, const Square& square, float pad);

}  // namespace cxrval::image
