// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "boxes/nms.hpp"

#include <cstddef>
#include <limits>
#include <vector>

namespace cxrval::boxes {

enum class Decay { linear, gaussian };

struct SoftNms {
  Decay decay = Decay::gaussian;
  double iou_threshold = 0.3;  // of linear, 0 to 1
  double sigma = 0.5;          // of gaussian, greater than 0
  double score_floor = 0;      // 0 or more
  Classes classes = Classes::apart;
  std::size_t most = std::numeric_limits<std::size_t>::max();
};

// Soft non-maximum suppression (Bodla, Singh, Chellappa, Davis 2017, "Soft-NMS: improving object detection with one
// line of code", figure 2): the best detection M that is left is kept, and the score s of each detection left is
// multiplied by
//   linear    1 - IoU(M, box) where that IoU is at least iou_threshold, else 1
//   gaussian  exp(-IoU(M, box)^2 / sigma)
// until none is left whose score is greater than score_floor, or `most` are kept. M is the first in the order of
// comes_before by the scores as they then are; the outcome is in that order too, with the lowered scores, and does not
// depend on the order of the input. Scores are 0 or more; scores and coordinates must be finite.
std::vector<Detection> suppress_softly(const std::vector<Detection>& detections, const SoftNms& rule);

}  // namespace cxrval::boxes
