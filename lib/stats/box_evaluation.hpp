// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/average_precision.hpp"
#include "stats/box_outcomes.hpp"
#include "stats/evaluation.hpp"
#include "stats/image_draws.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {

// A class without a true box in the sample has no average precision: it is left out of the mean over classes; or it is
// 0, there too, when boxes of it were detected.
enum class AbsentClasses { exclude, zero };

// Matched boxes over one list of images.
struct BoxSample {
  std::vector<double> ious;                       // at least one, at which boxes were matched
  std::vector<std::vector<BoxOutcomes>> classes;  // by class and IoU
  BoxOutcomes together;                           // of all classes, at the first IoU
  std::size_t images = 0;
  EqualScores equal_scores = EqualScores::together;  // of average precision; FROC is of thresholds in any case
};

enum class BoxKind {
  average_precision,  // of a class, or the mean over classes
  froc_sensitivity,   // at some false alarms per image
  froc_mean,          // the mean over the rates
  precision,          // of boxes whose score is at least a threshold
  recall,             // that is, lesion sensitivity
  f1,                 // 2 TP / (2 TP + FP + FN)
  false_alarms_per_image,
};

struct BoxMeasure {
  BoxKind kind = BoxKind::average_precision;
  std::optional<std::size_t> class_index{};  // nothing: all (of average_precision the mean, else boxes together)
  std::optional<std::size_t> iou{};          // average_precision: nothing is the mean over all IoUs. Else the first one
  double at = 0;                             // the rate, or the score

  bool operator==(const BoxMeasure&) const = default;
};

// "ap@0.4" and "map@0.4", "map@0.5:0.95" of several IoUs, "froc_sensitivity@0.125", "froc_mean", "precision@0.3".
std::string name(const BoxMeasure& measure, std::span<const double> ious);

struct BoxRules {
  Interpolation interpolation = Interpolation::all_point;
  AbsentClasses absent = AbsentClasses::exclude;
  std::vector<double> rates{};  // of froc_mean
};

// All measures of a sample with images counted as often as weights say. Nothing where a measure is undefined: without a
// true box, without boxes (precision), without an image. A mean over classes is undefined too where a class has no true
// box left that has one in the sample: the mean over the others is another number.
class BoxEvaluator {
 public:
  // What is given must outlive it.
  BoxEvaluator(const BoxSample& sample, const BoxRules& rules, std::span<const BoxMeasure> measures);

  void operator()(ImageWeights weights, std::span<std::optional<double>> values) const;

 private:
  struct Found;
  std::optional<double> value(const BoxMeasure& measure, const Found& found, ImageWeights weights) const;
  std::optional<double> mean_precision(const BoxMeasure& measure, const Found& found) const;
  std::optional<double> mean_over_rates(const BoxMeasure& measure, const Found& found) const;

  const BoxSample& sample_;
  const BoxRules& rules_;
  std::span<const BoxMeasure> measures_;
  std::vector<bool> measured_;  // by class: a true box in the sample
  std::vector<bool> zero_;      // by class: 0 whatever the weights
  bool precisions_ = false;
  bool froc_ = false;
};

// A row for each measure and interval (percentile, basic, normal or bca), with resamples of `draws` that all measures
// share. `wanted` gives intervals, resamples, level, quantile type and threads; the group is left to the caller.
// Throws std::invalid_argument for another interval.
std::vector<Metric> evaluate_boxes(const BoxSample& sample, const BoxRules& rules, std::span<const BoxMeasure> measures,
                                   const ImageDraws& draws, const Evaluation& wanted);

}  // namespace cxrval::stats
