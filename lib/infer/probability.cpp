// SPDX-License-Identifier: Apache-2.0
#include "infer/probability.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace cxrval::infer {

namespace {

double softmax_at(std::span<const float> logits, std::size_t positive) {
  const double highest = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(double{logit} - highest);
  return std::exp(double{logits[positive]} - highest) / sum;
}

}  // namespace

double as_written(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(value));
  const std::string_view written(text.data(), static_cast<std::size_t>(end - text.data()));
  return base::parse_real(written).value_or(value);
}

std::optional<double> probability(std::span<const float> values, const BinaryOutput& output) {
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) return std::nullopt;
  switch (output.form) {
    case BinaryForm::logit:
      return as_written(1 / (1 + std::exp(-double{values.front()})));
    case BinaryForm::class_logits:
      return as_written(softmax_at(values, static_cast<std::size_t>(output.positive)));
    case BinaryForm::probability:
      break;
  }
  if (values.front() < 0 || values.front() > 1) return std::nullopt;
  return as_written(double{values.front()});
}

}  // namespace cxrval::infer
