// SPDX-License-Identifier: Apache-2.0
#include "infer/torchvision.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <variant>

namespace cxrval::infer {

namespace {

bool are_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

bool are_sound(const TorchvisionTensors& tensors) {
  const auto fraction = [](float value) { return value >= 0 && value <= 1; };
  return are_finite(tensors.boxes) && are_finite(tensors.labels) &&
         std::all_of(tensors.scores.begin(), tensors.scores.end(), fraction);
}

std::optional<int> class_of(float label, const DetectorOutput& output) {
  const double index = double{label} - std::get<TorchvisionLayout>(output.layout).first_label;
  if (index != std::floor(index) || index < 0 || index >= static_cast<double>(output.classes.size()))
    return std::nullopt;
  return static_cast<int>(index);
}

}  // namespace

std::optional<std::vector<boxes::Detection>> decode_torchvision(const TorchvisionTensors& tensors,
                                                                const DetectorOutput& output,
                                                                const DetectorFrame& frame) {
  const std::size_t count = tensors.scores.size();
  if (tensors.boxes.size() != 4 * count || tensors.labels.size() != count) {
    throw std::logic_error("infer: boxes, labels and scores differ in number");
  }
  if (!are_sound(tensors)) return std::nullopt;
  std::vector<boxes::Detection> found;
  for (std::size_t i = 0; i < count; ++i) {
    const auto score = score_above(double{tensors.scores[i]}, output.score_threshold);
    if (!score) continue;
    const std::optional<int> class_index = class_of(tensors.labels[i], output);
    if (!class_index) return std::nullopt;
    const std::span<const float> corners = tensors.boxes.subspan(4 * i, 4);
    const boxes::Box box = to_original({corners[0], corners[1], corners[2], corners[3]}, frame);
    if (boxes::area(box) > 0) found.push_back({box, *class_index, *score});
  }
  return select_boxes(std::move(found), output);
}

}  // namespace cxrval::infer
