// SPDX-License-Identifier: Apache-2.0
#include "infer/efficientdet.hpp"

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

// A logit below this has a score that is not above the threshold, whatever rounding does; most are, and need no
// sorting.
double surely_below(double threshold) {
  return std::min(std::log(threshold / (1 - threshold)), 10.0) - 1;
}

std::vector<std::size_t> best_logits(std::span<const float> logits, const DetectorOutput& output) {
  const double lowest = surely_below(output.score_threshold);
  std::vector<std::size_t> best;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (double{logits[i]} >= lowest) best.push_back(i);
  }
  const auto most = static_cast<std::size_t>(std::get<EfficientDetLayout>(output.layout).candidates);
  if (best.size() <= most) return best;
  const auto higher = [&](std::size_t a, std::size_t b) {
    return logits[a] != logits[b] ? logits[a] > logits[b] : a < b;
  };
  std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(most), best.end(), higher);
  best.resize(most);
  return best;
}

boxes::Box regressed(const boxes::Box& anchor, std::span<const float> t) {
  const double width = anchor.x_max - anchor.x_min;
  const double height = anchor.y_max - anchor.y_min;
  const double x = (anchor.x_min + anchor.x_max) / 2 + double{t[1]} * width;
  const double y = (anchor.y_min + anchor.y_max) / 2 + double{t[0]} * height;
  const double half_width = std::exp(double{t[3]}) * width / 2;
  const double half_height = std::exp(double{t[2]}) * height / 2;
  return {x - half_width, y - half_height, x + half_width, y + half_height};
}

}  // namespace

std::optional<std::vector<boxes::Detection>> decode_efficientdet(const EfficientDetHeads& heads,
                                                                 std::span<const boxes::Box> anchors,
                                                                 const DetectorOutput& output,
                                                                 const DetectorFrame& frame) {
  const std::size_t classes = output.classes.size();
  if (heads.logits.size() != anchors.size() * classes || heads.regressions.size() != anchors.size() * 4) {
    throw std::logic_error("infer: EfficientDet's heads do not fit its anchors");
  }
  if (!are_finite(heads.logits) || !are_finite(heads.regressions)) return std::nullopt;
  std::vector<boxes::Detection> found;
  for (const std::size_t i : best_logits(heads.logits, output)) {
    const auto score = score_above(1 / (1 + std::exp(-double{heads.logits[i]})), output.score_threshold);
    if (!score) continue;
    const std::size_t anchor = i / classes;
    const boxes::Box box = to_original(regressed(anchors[anchor], heads.regressions.subspan(4 * anchor, 4)), frame);
    if (boxes::area(box) > 0) found.push_back({box, static_cast<int>(i % classes), *score});
  }
  return select_boxes(std::move(found), output);
}

}  // namespace cxrval::infer
