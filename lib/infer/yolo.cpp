// SPDX-License-Identifier: Apache-2.0
#include "infer/yolo.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace cxrval::infer {

namespace {

bool is_sound(std::span<const float> row) {
  const auto finite = [](float value) { return std::isfinite(value); };
  const auto fraction = [](float value) { return value >= 0 && value <= 1; };
  return std::all_of(row.begin(), row.begin() + 4, finite) && std::all_of(row.begin() + 4, row.end(), fraction);
}

boxes::Box box_of(std::span<const float> row) {
  const double half_width = double{row[2]} / 2;
  const double half_height = double{row[3]} / 2;
  return {row[0] - half_width, row[1] - half_height, row[0] + half_width, row[1] + half_height};
}

void add_detections(std::span<const float> row, const DetectorOutput& output, const DetectorFrame& frame,
                    std::vector<boxes::Detection>& found) {
  for (std::size_t c = 0; c < output.classes.size(); ++c) {
    const auto score = score_above(double{row[4]} * double{row[5 + c]}, output.score_threshold);
    if (!score) continue;
    const boxes::Box box = to_original(box_of(row), frame);
    if (boxes::area(box) > 0) found.push_back({box, static_cast<int>(c), *score});
  }
}

}  // namespace

std::optional<std::vector<boxes::Detection>> decode_yolo(std::span<const float> rows, const DetectorOutput& output,
                                                         const DetectorFrame& frame) {
  const std::size_t width = 5 + output.classes.size();
  std::vector<boxes::Detection> found;
  for (std::size_t begin = 0; begin + width <= rows.size(); begin += width) {
    const std::span<const float> row = rows.subspan(begin, width);
    if (!is_sound(row)) return std::nullopt;
    add_detections(row, output, frame, found);
  }
  return select_boxes(std::move(found), output);
}

}  // namespace cxrval::infer
