// SPDX-License-Identifier: Apache-2.0
#include "boxes/matching.hpp"

#include "boxes/nms.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace cxrval::boxes {
namespace {

double last_pixel(PixelRule pixels) {
  return pixels == PixelRule::inclusive ? 1 : 0;
}

struct Target {
  Box box;
  bool taken = false;
};

bool stands_before(const Box& a, const Box& b) {
  return std::tie(a.x_min, a.y_min, a.x_max, a.y_max) < std::tie(b.x_min, b.y_min, b.x_max, b.y_max);
}

class Targets {
 public:
  Targets(std::span<const Truth> truths, const MatchRule& rule) : rule_(rule) {
    for (const Truth& truth : truths) {
      const Box box = to_edges(truth.box, rule.pixels);
      if (truth.crowd) {
        crowds_.push_back(box);
      } else {
        targets_.push_back({box});
      }
    }
    if (rule.ties == Ties::given) return;
    std::sort(targets_.begin(), targets_.end(),
              [](const Target& a, const Target& b) { return stands_before(a.box, b.box); });
  }

  Outcome judge(const Box& box) {
    Target* best = nullptr;
    double highest = 0;
    for (Target& target : targets_) {
      if (rule_.taking == Taking::free && target.taken) continue;
      const double overlap = iou(target.box, box);
      if (!enough(overlap) || overlap < highest || (overlap == highest && !last_of_equals())) continue;
      highest = overlap;
      best = &target;
    }
    if (best != nullptr && !best->taken) {
      best->taken = true;
      return Outcome::hit;
    }
    return in_crowd(box) ? Outcome::ignored : Outcome::false_alarm;
  }

 private:
  bool last_of_equals() const { return rule_.ties == Ties::given && rule_.taking == Taking::free; }
  bool enough(double overlap) const { return rule_.above ? overlap > rule_.iou : overlap >= rule_.iou; }

  bool in_crowd(const Box& box) const {
    return std::any_of(crowds_.begin(), crowds_.end(), [&](const Box& crowd) {
      const Box common{std::max(box.x_min, crowd.x_min), std::max(box.y_min, crowd.y_min),
                       std::min(box.x_max, crowd.x_max), std::min(box.y_max, crowd.y_max)};
      return area(box) > 0 && enough(area(common) / area(box));
    });
  }

  const MatchRule& rule_;
  std::vector<Target> targets_;
  std::vector<Box> crowds_;
};

}  // namespace

Box to_edges(const Box& box, PixelRule pixels) {
  return {box.x_min, box.y_min, box.x_max + last_pixel(pixels), box.y_max + last_pixel(pixels)};
}

Box from_edges(const Box& edges, PixelRule pixels) {
  return {edges.x_min, edges.y_min, edges.x_max - last_pixel(pixels), edges.y_max - last_pixel(pixels)};
}

double overlap(const Box& a, const Box& b, PixelRule pixels) {
  return iou(to_edges(a, pixels), to_edges(b, pixels));
}

std::vector<Judged> match(std::span<const Detection> detections, std::span<const Truth> truths, const MatchRule& rule) {
  std::vector<std::size_t> order(detections.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (rule.ties == Ties::given) return detections[a].score > detections[b].score;
    return comes_before(detections[a], detections[b]);
  });
  order.resize(std::min(order.size(), rule.most));
  Targets targets(truths, rule);
  std::vector<Judged> judged;
  judged.reserve(order.size());
  for (const std::size_t place : order) {
    const Detection& detection = detections[place];
    judged.push_back({detection.score, targets.judge(to_edges(detection.box, rule.pixels)), place});
  }
  return judged;
}

}  // namespace cxrval::boxes
