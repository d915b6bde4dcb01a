// SPDX-License-Identifier: Apache-2.0
#include "stats/box_outcomes.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr std::size_t most_images = 1'000'000'000;
constexpr std::uint32_t hit_bit = 1;
constexpr std::uint32_t last_bit = 2;

// What makes every entry the last one of its score.
std::uint32_t end_bits(EqualScores equal) {
  return equal == EqualScores::one_by_one ? last_bit : 0;
}

bool goes_before(const BoxOutcome& a, const BoxOutcome& b) {
  return std::tuple(-a.score, a.order, a.image, a.hit) < std::tuple(-b.score, b.order, b.image, b.hit);
}

}  // namespace

BoxOutcomes::BoxOutcomes(std::vector<BoxOutcome> boxes, std::vector<ImageTruths> truths, std::size_t images)
    : images_(images), truths_(std::move(truths)) {
  if (images > most_images) throw base::Error("more than 1000000000 images");
  const auto is_finite = [](const BoxOutcome& box) { return std::isfinite(box.score); };
  if (!std::all_of(boxes.begin(), boxes.end(), is_finite)) throw base::Error("a score is not a finite number");
  std::sort(boxes.begin(), boxes.end(), goes_before);
  scores_.reserve(boxes.size());
  entries_.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const bool last = i + 1 == boxes.size() || boxes[i + 1].score != boxes[i].score;
    scores_.push_back(boxes[i].score);
    entries_.push_back(boxes[i].image * 4 + (last ? last_bit : 0) + (boxes[i].hit ? hit_bit : 0));
  }
}

std::uint64_t BoxOutcomes::truths(ImageWeights weights) const {
  std::uint64_t sum = 0;
  for (const ImageTruths& truth : truths_) sum += std::uint64_t{weights[truth.image]} * truth.count;
  return sum;
}

std::size_t BoxOutcomes::images_with_truth() const {
  std::vector<std::uint32_t> images;
  for (const ImageTruths& truth : truths_) {
    if (truth.count > 0) images.push_back(truth.image);
  }
  std::sort(images.begin(), images.end());
  return static_cast<std::size_t>(std::unique(images.begin(), images.end()) - images.begin());
}

void BoxOutcomes::hit_points(ImageWeights weights, std::vector<BoxCounts>& points, EqualScores equal) const {
  const std::uint32_t ends = end_bits(equal);
  points.clear();
  BoxCounts counts;
  std::uint64_t known = 0;
  for (const std::uint32_t entry : entries_) {
    const std::uint64_t weight = weights[entry / 4];
    counts.boxes += weight;
    counts.hits += (entry & hit_bit) * weight;
    if (((entry | ends) & last_bit) == 0 || counts.hits == known) continue;
    known = counts.hits;
    points.push_back(counts);
  }
}

std::vector<BoxCounts> BoxOutcomes::all_points(ImageWeights weights, EqualScores equal) const {
  const std::uint32_t ends = end_bits(equal);
  std::vector<BoxCounts> points;
  BoxCounts counts;
  for (const std::uint32_t entry : entries_) {
    const std::uint64_t weight = weights[entry / 4];
    counts.boxes += weight;
    counts.hits += (entry & hit_bit) * weight;
    if (((entry | ends) & last_bit) != 0) points.push_back(counts);
  }
  return points;
}

std::vector<double> BoxOutcomes::point_scores(EqualScores equal) const {
  if (equal == EqualScores::one_by_one) return scores_;
  std::vector<double> scores;
  std::unique_copy(scores_.begin(), scores_.end(), std::back_inserter(scores));
  return scores;
}

BoxCounts BoxOutcomes::at_score(ImageWeights weights, double score) const {
  const auto end = std::partition_point(scores_.begin(), scores_.end(), [&](double other) { return other >= score; });
  return count(weights, static_cast<std::size_t>(end - scores_.begin()));
}

BoxCounts BoxOutcomes::count(ImageWeights weights, std::size_t end) const {
  BoxCounts counts;
  for (const std::uint32_t entry : std::span(entries_).first(end)) {
    const std::uint64_t weight = weights[entry / 4];
    counts.boxes += weight;
    counts.hits += (entry & hit_bit) * weight;
  }
  return counts;
}

}  // namespace cxrval::stats
