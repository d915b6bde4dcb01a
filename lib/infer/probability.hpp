// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/manifest.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::infer {

// The double whose shortest text is the shortest decimal text of `value` rounded to float. Networks compute in float;
// gates are applied to this number, so that whoever applies them again to the written table finds the same.
double as_written(double value);

// The probability of the positive class from the values that a binary model gives for one image:
// logit x: 1 / (1 + exp(-x)); class_logits: softmax at the positive index; probability: the value itself.
// Nothing when a value is not finite or a probability lies outside 0 to 1.
std::optional<double> probability(std::span<const float> values, const BinaryOutput& output);

// The probability of each class, as_written, from the values that a model gives for one image: softmax of a multi-class
// model's logits, 1 / (1 + exp(-x)) of a multi-label model's, or the values themselves. Nothing when a value is not
// finite or a probability lies outside 0 to 1.
std::optional<std::vector<double>> probabilities(std::span<const float> values, const MultiClassOutput& output);
std::optional<std::vector<double>> probabilities(std::span<const float> values, const MultiLabelOutput& output);

// Classes of a model by their index, or those that shall not hold.
struct ClassChoice {
  std::vector<std::size_t> classes;
  bool negated = false;
};

// The chance that one of the chosen classes holds or, when negated, that none does, as_written, from the probabilities
// of all classes: of classes of which one holds the sum of the chosen (or of all others), at most 1; of classes of
// which any may hold the highest one (or 1 less it).
double chance_of_one(std::span<const double> probabilities, const ClassChoice& choice);
double chance_of_any(std::span<const double> probabilities, const ClassChoice& choice);

// The index of the highest one, of several the first. There must be one.
std::size_t best_of(std::span<const double> probabilities);

}  // namespace cxrval::infer
