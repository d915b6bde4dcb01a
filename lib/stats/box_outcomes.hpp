// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::stats {

// A detected box, matched with the truth of its image: a hit took a true box of its own, any other is a false alarm.
struct BoxOutcome {
  double score = 0;  // finite
  std::uint32_t image = 0;
  bool hit = false;
};

// True boxes of an image.
struct ImageTruths {
  std::uint32_t image = 0;
  std::uint32_t count = 0;
};

// What was counted above some score.
struct BoxCounts {
  std::uint64_t hits = 0;
  std::uint64_t boxes = 0;

  std::uint64_t false_alarms() const { return boxes - hits; }
  bool operator==(const BoxCounts&) const = default;
};

// How often each image is counted, by its number; all once on the sample itself.
using ImageWeights = std::span<const std::uint8_t>;

// The boxes of one class (or of several together) in falling order of their scores. Matching happens inside an image,
// so it is done once: resamples only change how often images count. Boxes of equal score pass a threshold together, so
// that their order never matters.
class BoxOutcomes {
 public:
  // Images are numbers below `images`; an image may have several ImageTruths, which add up. Throws base::Error for a
  // score that is not finite and above 1e9 images.
  BoxOutcomes(std::vector<BoxOutcome> boxes, std::vector<ImageTruths> truths, std::size_t images);

  std::size_t images() const { return images_; }
  std::span<const double> scores() const { return scores_; }  // of all boxes, falling
  std::uint64_t truths(ImageWeights weights) const;
  std::size_t images_with_truth() const;

  // The counts at each score at which more lesions were found than above it, from the highest score on. No other
  // threshold matters for average precision and FROC.
  void hit_points(ImageWeights weights, std::vector<BoxCounts>& points) const;
  // The counts at each different score, as many as different_scores().
  std::vector<BoxCounts> all_points(ImageWeights weights) const;
  std::vector<double> different_scores() const;
  // Of the boxes whose score is at least `score`.
  BoxCounts at_score(ImageWeights weights, double score) const;
  BoxCounts all(ImageWeights weights) const { return count(weights, entries_.size()); }

 private:
  BoxCounts count(ImageWeights weights, std::size_t end) const;

  std::size_t images_;
  std::vector<double> scores_;
  std::vector<std::uint32_t> entries_;  // image * 4 + 2 at the last one of equal scores + 1 for a hit
  std::vector<ImageTruths> truths_;
};

}  // namespace cxrval::stats
