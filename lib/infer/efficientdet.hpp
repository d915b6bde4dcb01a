// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "infer/detector.hpp"
#include "infer/manifest.hpp"

#include <optional>
#include <span>
#include <vector>

namespace cxrval::infer {

// The two heads of EfficientDetLayout for one image and N anchors: the levels' maps one after the other, each with row,
// column and anchor running in this order.
struct EfficientDetHeads {
  std::span<const float> logits;       // N x C
  std::span<const float> regressions;  // N x 4: ty, tx, th, tw
};

// The lesions that the heads give for one image, in pixels of the original image and clipped to it. `anchors` are
// efficientdet_anchors of the input's size. Of all anchors and classes only those with the layout's number of highest
// logits become candidates, ties by index (anchor * C + class, the lower first). An anchor of centre (xa, ya) and sides
// wa, ha gives the box of centre (tx wa + xa, ty ha + ya) and sides exp(tw) wa, exp(th) ha (Ren et al. 2015, "Faster
// R-CNN", equation 2; no variances), and the score sigmoid(logit) as it will be written (as_written), which must be
// above the score threshold; the rest is select_boxes's. Nothing when a value is not finite. `output` has an
// EfficientDetLayout; numbers of values that do not fit the anchors throw std::logic_error.
std::optional<std::vector<boxes::Detection>> decode_efficientdet(const EfficientDetHeads& heads,
                                                                 std::span<const boxes::Box> anchors,
                                                                 const DetectorOutput& output,
                                                                 const DetectorFrame& frame);

}  // namespace cxrval::infer
