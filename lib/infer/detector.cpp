// SPDX-License-Identifier: Apache-2.0
#include "infer/detector.hpp"

#include "boxes/nms.hpp"
#include "infer/probability.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::infer {

boxes::Box to_original(const boxes::Box& input, const DetectorFrame& frame) {
  const image::Mapping& to = frame.mapping;
  return boxes::clip({to.x(input.x_min), to.y(input.y_min), to.x(input.x_max), to.y(input.y_max)}, frame.original);
}

std::optional<double> score_above(double score, double threshold) {
  // Writing and reading a number is slow, and moves it by less than these: most scores are far below the threshold.
  if (score * (1 + 1e-6) + 1e-37 <= threshold) return std::nullopt;
  const double written = as_written(score);
  return written > threshold ? std::optional(written) : std::nullopt;
}

std::vector<boxes::Detection> select_boxes(std::vector<boxes::Detection> found, const DetectorOutput& output) {
  std::vector<boxes::Detection> kept = boxes::suppress(std::move(found), output.suppression, output.score_threshold);
  for (boxes::Detection& detection : kept) detection.score = as_written(detection.score);
  std::erase_if(kept, [&](const boxes::Detection& detection) { return detection.score <= output.score_threshold; });
  std::sort(kept.begin(), kept.end(), boxes::comes_before);
  return kept;
}

}  // namespace cxrval::infer
