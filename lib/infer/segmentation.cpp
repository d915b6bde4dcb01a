// SPDX-License-Identifier: Apache-2.0
#include "infer/segmentation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace cxrval::infer {

namespace {

bool is_inside(float value, const SegmentOutput& output) {
  const double probability = output.logits ? 1 / (1 + std::exp(-double{value})) : double{value};
  return probability > output.threshold;
}

bool is_sound(float value, const SegmentOutput& output) {
  return output.logits ? std::isfinite(value) : value >= 0 && value <= 1;
}

// For each pixel along an axis of the mask the input's pixel at its middle, or -1.
std::vector<int> places(int length, int original, double scale, double offset) {
  std::vector<int> all;
  for (int i = 0; i < length; ++i) {
    const double place = std::floor(((i + 0.5) * original / length - offset) / scale);
    all.push_back(place >= 0 && place < length ? static_cast<int>(place) : -1);
  }
  return all;
}

}  // namespace

std::optional<image::Mask> decode_mask(std::span<const float> values, const SegmentOutput& output,
                                       const MaskFrame& frame) {
  const auto width = static_cast<std::size_t>(frame.width);
  if (values.size() != width * static_cast<std::size_t>(frame.height)) {
    throw std::logic_error("infer: a mask is not of its model's input size");
  }
  if (!std::all_of(values.begin(), values.end(), [&](float value) { return is_sound(value, output); })) {
    return std::nullopt;
  }
  const image::Mapping& mapping = frame.mapping;
  const std::vector<int> columns = places(frame.width, frame.original_width, mapping.x_scale, mapping.x_offset);
  const std::vector<int> rows = places(frame.height, frame.original_height, mapping.y_scale, mapping.y_offset);
  image::Mask mask{frame.width, frame.height, {}};
  mask.values.reserve(values.size());
  for (const int row : rows) {
    for (const int column : columns) {
      const bool seen = row >= 0 && column >= 0;
      const std::size_t at = seen ? static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column) : 0;
      mask.values.push_back(seen && is_inside(values[at], output) ? 1 : 0);
    }
  }
  return mask;
}

}  // namespace cxrval::infer
