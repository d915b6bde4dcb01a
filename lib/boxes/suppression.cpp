// SPDX-License-Identifier: Apache-2.0
#include "boxes/suppression.hpp"

#include "boxes/soft_nms.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::boxes {

namespace {

std::vector<Detection> best_of(std::vector<Detection> detections, std::size_t most) {
  const auto end = detections.begin() + static_cast<std::ptrdiff_t>(std::min(most, detections.size()));
  std::partial_sort(detections.begin(), end, detections.end(), comes_before);
  detections.erase(end, detections.end());
  return detections;
}

}  // namespace

std::vector<Detection> suppress(std::vector<Detection> detections, const Suppression& rule, double score_floor) {
  std::erase_if(detections, [&](const Detection& detection) { return detection.score <= score_floor; });
  switch (rule.kind) {
    case SuppressionKind::hard:
      return suppress(std::move(detections), rule.iou_threshold, rule.most, rule.classes);
    case SuppressionKind::soft_linear:
      return suppress_softly(detections,
                             {Decay::linear, rule.iou_threshold, rule.sigma, score_floor, rule.classes, rule.most});
    case SuppressionKind::soft_gaussian:
      return suppress_softly(detections,
                             {Decay::gaussian, rule.iou_threshold, rule.sigma, score_floor, rule.classes, rule.most});
    case SuppressionKind::none:
      break;
  }
  return best_of(std::move(detections), rule.most);
}

}  // namespace cxrval::boxes
