// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

namespace cxrval::image {

struct ClaheLimits {
  double clip = 2;  // times the mean count of a level in a tile; 0 clips nothing
  int tiles = 8;    // a side, 1 to 64

  bool operator==(const ClaheLimits&) const = default;
};

// Contrast limited adaptive histogram equalisation exactly as cv2.createCLAHE(clip, (tiles, tiles)).apply on 16-bit
// images, whose 65,536 levels are its bins: values are clamped to 0..1, rounded to levels of 1 / 65535 (NaN is 0), and
// come out as such levels. A tile's clip limit is at least one pixel, and an image that the tiles do not divide is
// first enlarged by mirroring, on both axes, also on one that they do divide. An empty plane, a clip that is negative
// or no number, or tiles out of range throw std::logic_error.
Plane clahe(const Plane& plane, const ClaheLimits& limits);

}  // namespace cxrval::image
