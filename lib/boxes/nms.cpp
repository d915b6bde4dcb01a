// SPDX-License-Identifier: Apache-2.0
#include "boxes/nms.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace cxrval::boxes {

namespace {

bool covers(const Box& better, const Box& box, double iou_threshold) {
  const bool apart =
      better.x_max <= box.x_min || box.x_max <= better.x_min || better.y_max <= box.y_min || box.y_max <= better.y_min;
  return !apart && iou(better, box) > iou_threshold;
}

// Calls `take` with one detection after the other in the order of comes_before until it returns false. No more are
// sorted than are asked for, as few of many thousand candidates usually are.
template <typename Take>
void in_order(std::vector<Detection>& all, const Take& take) {
  auto next = all.begin();
  for (std::ptrdiff_t some = 1024; next != all.end(); some *= 4) {
    const auto end = all.end() - next > some ? next + some : all.end();
    if (end != all.end()) std::nth_element(next, end, all.end(), comes_before);
    std::sort(next, end, comes_before);
    for (; next != end; ++next) {
      if (!take(*next)) return;
    }
  }
}

}  // namespace

bool comes_before(const Detection& a, const Detection& b) {
  const auto key = [](const Detection& d) {
    return std::tuple(-d.score, d.class_index, d.box.x_min, d.box.y_min, d.box.x_max, d.box.y_max);
  };
  return key(a) < key(b);
}

std::vector<Detection> suppress(std::vector<Detection> detections, double iou_threshold, std::size_t most,
                                Classes classes) {
  std::vector<Detection> kept;
  std::unordered_map<int, std::vector<Box>> kept_boxes;
  in_order(detections, [&](const Detection& candidate) {
    if (kept.size() == most) return false;
    std::vector<Box>& rivals = kept_boxes[classes == Classes::together ? 0 : candidate.class_index];
    const bool covered = std::any_of(rivals.begin(), rivals.end(),
                                     [&](const Box& better) { return covers(better, candidate.box, iou_threshold); });
    if (covered) return true;
    rivals.push_back(candidate.box);
    kept.push_back(candidate);
    return true;
  });
  return kept;
}

}  // namespace cxrval::boxes
