// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

namespace cxrval::image {

// Each pixel becomes the median of the size x size pixels around it, pixels beyond the border being the border's own:
// cv2.medianBlur on float images. size is 3, 5, 7 or 9; anything else throws std::logic_error. NaN may come out
// anywhere near a NaN.
Plane median(const Plane& plane, int size);

}  // namespace cxrval::image
