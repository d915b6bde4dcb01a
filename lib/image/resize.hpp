// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

namespace cxrval::image {

// Bilinear with antialiasing: what PIL's Image.resize(BILINEAR) on mode F and torch's interpolate(mode="bilinear",
// antialias=True, align_corners=False) compute, up to float rounding. Output pixel i of n from m inputs is the mean of
// the inputs weighted by the triangle max(0, 1 - |j + 0.5 - c| / s), c = (i + 0.5) * m / n, s = max(1, m / n), over
// floor(c - s + 0.5) <= j < floor(c + s + 0.5) within the image; rows first, then columns.
// Sizes must be positive; anything else throws std::logic_error.
Plane resize(const Plane& plane, int width, int height);

}  // namespace cxrval::image
