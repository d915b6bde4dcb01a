// SPDX-License-Identifier: Apache-2.0
#include "boxes/fusion.hpp"

#include "boxes/nms.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

namespace cxrval::boxes {

namespace {

struct Weighted {
  Detection detection;
  double weight = 1;

  double share() const { return detection.score * weight; }
};

bool goes_first(const Weighted& a, const Weighted& b) {
  const auto key = [](const Weighted& w) { return std::tuple(-w.share(), -w.detection.score, -w.weight); };
  return key(a) != key(b) ? key(a) < key(b) : comes_before(a.detection, b.detection);
}

class Cluster {
 public:
  void add(const Weighted& member) {
    const double share = member.share();
    const Box& box = member.detection.box;
    sums_ = {sums_.x_min + share * box.x_min, sums_.y_min + share * box.y_min, sums_.x_max + share * box.x_max,
             sums_.y_max + share * box.y_max};
    shares_ += share;
    weights_ += member.weight;
    box_ =
        alone_ ? box : Box{sums_.x_min / shares_, sums_.y_min / shares_, sums_.x_max / shares_, sums_.y_max / shares_};
    alone_ = false;
  }
  const Box& box() const { return box_; }
  double score(double all_weights) const { return shares_ / std::max(weights_, all_weights); }

 private:
  Box sums_;
  Box box_;
  double shares_ = 0;
  double weights_ = 0;
  bool alone_ = true;
};

Cluster& cluster_for(const Box& box, std::vector<Cluster>& clusters, double iou_threshold) {
  Cluster* best = nullptr;
  double highest = iou_threshold;
  for (Cluster& cluster : clusters) {
    const double overlap = iou(cluster.box(), box);
    if (overlap <= highest) continue;
    highest = overlap;
    best = &cluster;
  }
  return best != nullptr ? *best : clusters.emplace_back();
}

}  // namespace

std::vector<Detection> fuse(std::span<const ModelDetections> models, const FusionRule& rule) {
  double all_weights = 0;
  std::vector<Weighted> members;
  for (const ModelDetections& model : models) {
    if (!std::isfinite(model.weight) || model.weight <= 0) throw std::logic_error("boxes: weight of a model");
    all_weights += model.weight;
    for (const Detection& detection : model.detections) {
      if (detection.score > rule.score_floor) members.push_back({detection, model.weight});
    }
  }
  std::sort(members.begin(), members.end(), goes_first);
  std::unordered_map<int, std::vector<Cluster>> clusters;
  for (const Weighted& member : members) {
    cluster_for(member.detection.box, clusters[member.detection.class_index], rule.iou_threshold).add(member);
  }
  std::vector<Detection> fused;
  for (const auto& [class_index, of_class] : clusters) {
    for (const Cluster& cluster : of_class) fused.push_back({cluster.box(), class_index, cluster.score(all_weights)});
  }
  std::sort(fused.begin(), fused.end(), comes_before);
  return fused;
}

}  // namespace cxrval::boxes
