// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "boxes/nms.hpp"

#include <cstddef>
#include <vector>

namespace cxrval::boxes {

enum class SuppressionKind { hard, soft_linear, soft_gaussian, none };

// Which of a detector's overlapping boxes are left.
struct Suppression {
  double iou_threshold = 0.5;  // of hard and soft_linear, 0 to 1
  std::size_t most = 100;      // kept for each image, best first
  SuppressionKind kind = SuppressionKind::hard;
  double sigma = 0.5;  // of soft_gaussian, greater than 0
  Classes classes = Classes::apart;

  bool operator==(const Suppression&) const = default;
};

// suppress (nms.hpp), suppress_softly (soft_nms.hpp), or none at all, of the detections whose score is, and after soft
// suppression still is, greater than `score_floor`. At most rule.most come out, in the order of comes_before.
std::vector<Detection> suppress(std::vector<Detection> detections, const Suppression& rule, double score_floor);

}  // namespace cxrval::boxes
