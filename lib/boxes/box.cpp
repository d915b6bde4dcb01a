// SPDX-License-Identifier: Apache-2.0
#include "boxes/box.hpp"

#include <algorithm>

namespace cxrval::boxes {

double area(const Box& box) {
  return std::max(0.0, box.x_max - box.x_min) * std::max(0.0, box.y_max - box.y_min);
}

double iou(const Box& a, const Box& b) {
  const Box common{std::max(a.x_min, b.x_min), std::max(a.y_min, b.y_min), std::min(a.x_max, b.x_max),
                   std::min(a.y_max, b.y_max)};
  const double intersection = area(common);
  const double both = area(a) + area(b) - intersection;
  return both > 0 ? intersection / both : 0;
}

Box clip(const Box& box, Extent image) {
  return {std::clamp(box.x_min, 0.0, image.width), std::clamp(box.y_min, 0.0, image.height),
          std::clamp(box.x_max, 0.0, image.width), std::clamp(box.y_max, 0.0, image.height)};
}

}  // namespace cxrval::boxes
