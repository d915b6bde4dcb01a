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
  std::uint32_t order = 0;  // among boxes of equal score, where they pass one by one
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

// How boxes of equal score pass: all at a threshold, so that their order never matters, or one behind the other.
enum class EqualScores { together, one_by_one };

// The boxes of one class (or of several together) in falling order of their scores. Matching happens inside an image,
// so it is done once: resamples only change how often images count. Of a box whose image counts several times the
// copies always pass together.
class BoxOutcomes {
 public:
  // Images are numbers below `images`; an image may have several ImageTruths, which add up. Throws base::Error for a
  // score that is not finite and above 1e9 images.
  BoxOutcomes(std::vector<BoxOutcome> boxes, std::vector<ImageTruths> truths, std::size_t images);

  std::size_t images() const { return images_; }
  std::span<const double> scores() const { return scores_; }  // of all boxes, falling
  std::uint64_t truths(ImageWeights weights) const;
  std::size_t images_with_truth() const;

  // The counts behind each score, or box, at which more lesions were found than before it, from the highest score on.
  // No other matters for average precision and FROC.
  void hit_points(ImageWeights weights, std::vector<BoxCounts>& points,
                  EqualScores equal = EqualScores::together) const;
  // The counts at each of point_scores().
  std::vector<BoxCounts> all_points(ImageWeights weights, EqualScores equal = EqualScores::together) const;
  // Each different score, or that of each box.
  std::vector<double> point_scores(EqualScores equal = EqualScores::together) const;
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
