// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/bundle.hpp"
#include "infer/model.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace cxrval::infer {

// Throws Error naming the weight file unless a model gave what its manifest says for a batch of B = shape.batch images,
// C = the number of classes:
//   binary        B x 1 or B x `classes` values, however the axes after the first divide them
//   multi_class, multi_label   B x C values in the same way
//   segment       B x 1 x height x width or B x height x width of the input
//   yolo          B x N x (5 + C); tensors after the first are passed over, as YOLOv5 exports them
//   efficientdet  B x N x C and B x N x 4, N = the number of efficientdet_anchors of the input
//   torchvision   boxes B x K x 4, labels B x K and scores B x K; or for each image three tensors of its own: K x 4, K
//                 and K
// Where one tensor is wanted, others may follow it.
void check_output(const std::vector<Tensor>& outputs, const LoadedModel& model);

// One image's share of outputs that check_output passed: one part for most tasks, two for efficientdet, three for
// torchvision, in the order above.
std::vector<std::span<const float>> values_of_image(const std::vector<Tensor>& outputs, const LoadedModel& model,
                                                    std::size_t image);

}  // namespace cxrval::infer
