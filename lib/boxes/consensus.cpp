// SPDX-License-Identifier: Apache-2.0
#include "boxes/consensus.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace cxrval::boxes {
namespace {

constexpr std::size_t most_boxes = 2000;

struct Drawn {
  Box box;
  std::size_t reader = 0;
};

auto corners(const Box& box) {
  return std::tie(box.x_min, box.y_min, box.x_max, box.y_max);
}

struct Pair {
  double iou = 0;
  std::size_t first = 0;
  std::size_t second = 0;
};

// Boxes that were joined so far, each set named by one of its members.
class Sets {
 public:
  explicit Sets(const std::vector<Drawn>& drawn) : drawn_(drawn), parent_(drawn.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t i = 0; i < drawn.size(); ++i) members_.push_back({i});
  }

  void join(std::size_t one, std::size_t other) {
    std::size_t a = root(one);
    std::size_t b = root(other);
    if (a == b || share_reader(a, b)) return;
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    for (const std::size_t member : members_[b]) members_[a].push_back(member);
    members_[b].clear();
    parent_[b] = a;
  }
  const std::vector<std::vector<std::size_t>>& members() const { return members_; }

 private:
  std::size_t root(std::size_t i) const {
    while (parent_[i] != i) i = parent_[i];
    return i;
  }
  bool share_reader(std::size_t a, std::size_t b) const {
    return std::any_of(members_[a].begin(), members_[a].end(), [&](std::size_t one) {
      return std::any_of(members_[b].begin(), members_[b].end(),
                         [&](std::size_t other) { return drawn_[one].reader == drawn_[other].reader; });
    });
  }

  const std::vector<Drawn>& drawn_;
  std::vector<std::size_t> parent_;
  std::vector<std::vector<std::size_t>> members_;
};

std::vector<Pair> pairs_of(const std::vector<Drawn>& drawn, double iou_threshold) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    for (std::size_t j = i + 1; j < drawn.size(); ++j) {
      if (drawn[i].reader == drawn[j].reader) continue;
      const double overlap = iou(drawn[i].box, drawn[j].box);
      if (overlap >= iou_threshold) pairs.push_back({overlap, i, j});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::tuple(-a.iou, a.first, a.second) < std::tuple(-b.iou, b.first, b.second);
  });
  return pairs;
}

Agreed mean_of(const std::vector<Drawn>& drawn, const std::vector<std::size_t>& members) {
  std::vector<std::size_t> ordered = members;
  std::sort(ordered.begin(), ordered.end());
  Box sum;
  for (const std::size_t member : ordered) {
    const Box& box = drawn[member].box;
    sum = {sum.x_min + box.x_min, sum.y_min + box.y_min, sum.x_max + box.x_max, sum.y_max + box.y_max};
  }
  const auto count = static_cast<double>(members.size());
  return {{sum.x_min / count, sum.y_min / count, sum.x_max / count, sum.y_max / count}, members.size()};
}

}  // namespace

std::vector<Agreed> agree(std::span<const std::vector<Box>> readers, double iou_threshold) {
  std::vector<Drawn> drawn;
  for (std::size_t reader = 0; reader < readers.size(); ++reader) {
    for (const Box& box : readers[reader]) drawn.push_back({box, reader});
  }
  if (drawn.size() > most_boxes) throw base::Error("more than 2000 boxes of one class on an image");
  std::stable_sort(drawn.begin(), drawn.end(),
                   [](const Drawn& a, const Drawn& b) { return corners(a.box) < corners(b.box); });
  Sets sets(drawn);
  for (const Pair& pair : pairs_of(drawn, iou_threshold)) sets.join(pair.first, pair.second);
  std::vector<Agreed> agreed;
  for (const std::vector<std::size_t>& members : sets.members()) {
    if (!members.empty()) agreed.push_back(mean_of(drawn, members));
  }
  std::sort(agreed.begin(), agreed.end(),
            [](const Agreed& a, const Agreed& b) { return corners(a.box) < corners(b.box); });
  return agreed;
}

}  // namespace cxrval::boxes
