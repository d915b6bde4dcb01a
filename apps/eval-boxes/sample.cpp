// SPDX-License-Identifier: Apache-2.0
#include "sample.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

namespace cxrval::eval_boxes {
namespace {

using Boxes = std::vector<const PlacedBox*>;

bool stands_before(const PlacedBox* a, const PlacedBox* b) {
  return std::tie(a->class_number, a->image, a->row) < std::tie(b->class_number, b->image, b->row);
}

Boxes by_class_and_image(const std::vector<PlacedBox>& boxes) {
  Boxes ordered;
  for (const PlacedBox& box : boxes) ordered.push_back(&box);
  std::stable_sort(ordered.begin(), ordered.end(), stands_before);
  return ordered;
}

std::span<const PlacedBox* const> of_class(const Boxes& boxes, std::uint32_t number) {
  const auto begin = std::partition_point(boxes.begin(), boxes.end(),
                                          [&](const PlacedBox* box) { return box->class_number < number; });
  const auto end =
      std::partition_point(begin, boxes.end(), [&](const PlacedBox* box) { return box->class_number == number; });
  return {begin, end};
}

// Takes the boxes of `image` from the front.
std::span<const PlacedBox* const> take_image(std::span<const PlacedBox* const>& boxes, std::uint32_t image) {
  const auto end = std::find_if(boxes.begin(), boxes.end(), [&](const PlacedBox* box) { return box->image != image; });
  const auto taken = boxes.first(static_cast<std::size_t>(end - boxes.begin()));
  boxes = boxes.subspan(taken.size());
  return taken;
}

struct Matched {
  std::vector<stats::BoxOutcome> outcomes;
  std::vector<stats::ImageTruths> truths;
};

// One class at one IoU, image by image.
Matched match_class(std::span<const PlacedBox* const> found, std::span<const PlacedBox* const> truth,
                    const boxes::MatchRule& rule) {
  Matched matched;
  std::vector<boxes::Detection> detections;
  std::vector<boxes::Truth> truths;
  while (!found.empty() || !truth.empty()) {
    const std::uint32_t image = found.empty() || (!truth.empty() && truth.front()->image < found.front()->image)
                                    ? truth.front()->image
                                    : found.front()->image;
    detections.clear();
    truths.clear();
    const auto detected = take_image(found, image);
    for (const PlacedBox* box : detected) detections.push_back({box->box, 0, box->score});
    std::uint32_t real = 0;
    for (const PlacedBox* box : take_image(truth, image)) {
      truths.push_back({box->box, box->crowd});
      real += box->crowd ? 0 : 1;
    }
    for (const boxes::Judged& judged : boxes::match(detections, truths, rule)) {
      if (judged.outcome == boxes::Outcome::ignored) continue;
      const std::uint32_t order = rule.ties == boxes::Ties::given ? detected[judged.detection]->row : 0;
      matched.outcomes.push_back({judged.score, image, judged.outcome == boxes::Outcome::hit, order});
    }
    if (real > 0) matched.truths.push_back({image, real});
  }
  return matched;
}

template <class Item>
void append(std::vector<Item>& all, const std::vector<Item>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

stats::BoxSample match_all(const Material& material, const std::vector<std::uint32_t>& classes, const Wanted& wanted) {
  const std::size_t images = material.images.images().size();
  const Boxes found = by_class_and_image(material.found);
  const Boxes truth = by_class_and_image(material.truth);
  Matched together;
  std::vector<std::vector<stats::BoxOutcomes>> outcomes;
  for (const std::uint32_t number : classes) {
    outcomes.emplace_back();
    for (const double iou : wanted.ious) {
      boxes::MatchRule rule = wanted.match;
      rule.iou = iou;
      Matched matched = match_class(of_class(found, number), of_class(truth, number), rule);
      if (iou == wanted.ious.front()) {
        append(together.outcomes, matched.outcomes);
        append(together.truths, matched.truths);
      }
      outcomes.back().emplace_back(std::move(matched.outcomes), std::move(matched.truths), images);
    }
  }
  return {wanted.ious, std::move(outcomes),
          stats::BoxOutcomes(std::move(together.outcomes), std::move(together.truths), images), images,
          wanted.ties == Ties::together ? stats::EqualScores::together : stats::EqualScores::one_by_one};
}

}  // namespace cxrval::eval_boxes
