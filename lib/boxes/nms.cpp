// SPDX-License-Identifier: Apache-2.0
#include "boxes/nms.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cxrval::boxes {

bool comes_before(const Detection& a, const Detection& b) {
  const auto key = [](const Detection& d) {
    return std::tuple(-d.score, d.class_index, d.box.x_min, d.box.y_min, d.box.x_max, d.box.y_max);
  };
  return key(a) < key(b);
}

std::vector<Detection> suppress(std::vector<Detection> detections, double iou_threshold, std::size_t most) {
  std::sort(detections.begin(), detections.end(), comes_before);
  std::vector<Detection> kept;
  for (const Detection& candidate : detections) {
    if (kept.size() == most) break;
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Detection& better) {
      return better.class_index == candidate.class_index && iou(better.box, candidate.box) > iou_threshold;
    });
    if (!covered) kept.push_back(candidate);
  }
  return kept;
}

}  // namespace cxrval::boxes
