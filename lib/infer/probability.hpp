// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/manifest.hpp"

#include <optional>
#include <span>

namespace cxrval::infer {

// The double whose shortest text is the shortest decimal text of `value` rounded to float. Networks compute in float;
// gates are applied to this number, so that whoever applies them again to the written table finds the same.
double as_written(double value);

// The probability of the positive class from the values that a binary model gives for one image:
// logit x: 1 / (1 + exp(-x)); class_logits: softmax at the positive index; probability: the value itself.
// Nothing when a value is not finite or a probability lies outside 0 to 1.
std::optional<double> probability(std::span<const float> values, const BinaryOutput& output);

}  // namespace cxrval::infer
