// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

#include <span>
#include <vector>

namespace cxrval::boxes {

// What one of several models found on an image, in the same pixels as the others.
struct ModelDetections {
  std::vector<Detection> detections;
  double weight = 1;  // greater than 0
};

struct FusionRule {
  double iou_threshold = 0.55;  // 0 to 1; 0.55 is the paper's
  double score_floor = 0;       // detections whose score is not greater are left out; 0 or more
};

// Weighted boxes fusion (Solovyev, Wang, Gabruseva 2021, "Weighted boxes fusion: ensembling boxes from different object
// detection models", section 3). Detections are taken in falling order of w * s, score times weight of their model.
// Each joins the cluster of its class whose fused box it overlaps most, where that IoU is greater than iou_threshold,
// or starts a cluster. A cluster of detections i from N models m is fused into
//   each coordinate  sum(w_i s_i x_i) / sum(w_i s_i)
//   score            sum(w_i s_i) / max(sum(w_i), W),  W = the sum of all N models' weights
// also while clusters form. With equal weights the score is the paper's, mean(s) * min(T, N) / N for T detections. With
// others it is sum(w_i s_i) / W, as in the authors' program, wherever sum(w_i) is at most W; where a model adds several
// detections to a cluster that program's scores can pass 1, these cannot. A model that found nothing counts in N and W.
//
// Ties: detections of equal w * s by higher score, higher weight and comes_before; among clusters of equal IoU the one
// that was started first. The outcome, in the order of comes_before, so depends neither on the order of the detections
// nor, apart from the rounding of W, on that of the models. Scores and coordinates must be finite; a weight that is not
// finite and greater than 0 throws std::logic_error.
std::vector<Detection> fuse(std::span<const ModelDetections> models, const FusionRule& rule = {});

}  // namespace cxrval::boxes
