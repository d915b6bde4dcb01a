// SPDX-License-Identifier: Apache-2.0
#include "infer/probability.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

namespace cxrval::infer {

namespace {

bool are_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

// Softmax without its common divisor, which is the second.
std::pair<std::vector<double>, double> powers_of(std::span<const float> logits) {
  const double highest = *std::max_element(logits.begin(), logits.end());
  std::vector<double> powers;
  double sum = 0;
  for (const float logit : logits) sum += powers.emplace_back(std::exp(double{logit} - highest));
  return {std::move(powers), sum};
}

double softmax_at(std::span<const float> logits, std::size_t positive) {
  const auto [powers, sum] = powers_of(logits);
  return powers[positive] / sum;
}

double sigmoid(float logit) {
  return 1 / (1 + std::exp(-double{logit}));
}

std::optional<std::vector<double>> given_probabilities(std::span<const float> values) {
  std::vector<double> all;
  for (const float value : values) {
    if (!(value >= 0 && value <= 1)) return std::nullopt;
    all.push_back(as_written(double{value}));
  }
  return all;
}

}  // namespace

double as_written(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(value));
  const std::string_view written(text.data(), static_cast<std::size_t>(end - text.data()));
  return base::parse_real(written).value_or(value);
}

std::optional<double> probability(std::span<const float> values, const BinaryOutput& output) {
  if (!are_finite(values)) return std::nullopt;
  switch (output.form) {
    case BinaryForm::logit:
      return as_written(sigmoid(values.front()));
    case BinaryForm::class_logits:
      return as_written(softmax_at(values, static_cast<std::size_t>(output.positive)));
    case BinaryForm::probability:
      break;
  }
  if (values.front() < 0 || values.front() > 1) return std::nullopt;
  return as_written(double{values.front()});
}

std::optional<std::vector<double>> probabilities(std::span<const float> values, const MultiClassOutput& output) {
  if (!output.logits) return given_probabilities(values);
  if (!are_finite(values)) return std::nullopt;
  auto [powers, sum] = powers_of(values);
  for (double& power : powers) power = as_written(power / sum);
  return std::move(powers);
}

std::optional<std::vector<double>> probabilities(std::span<const float> values, const MultiLabelOutput& output) {
  if (!output.logits) return given_probabilities(values);
  if (!are_finite(values)) return std::nullopt;
  std::vector<double> all;
  for (const float value : values) all.push_back(as_written(sigmoid(value)));
  return all;
}

double chance_of_one(std::span<const double> probabilities, const ClassChoice& choice) {
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const bool chosen = std::find(choice.classes.begin(), choice.classes.end(), i) != choice.classes.end();
    if (chosen != choice.negated) sum += probabilities[i];
  }
  return as_written(std::min(sum, 1.0));
}

double chance_of_any(std::span<const double> probabilities, const ClassChoice& choice) {
  double highest = 0;
  for (const std::size_t i : choice.classes) highest = std::max(highest, probabilities[i]);
  return as_written(choice.negated ? 1 - highest : highest);
}

std::size_t best_of(std::span<const double> probabilities) {
  return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
}

}  // namespace cxrval::infer
