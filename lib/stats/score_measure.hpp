// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/roc.hpp"
#include "stats/scored.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::stats {

enum class ScoreKind {
  roc_auc,
  average_precision,
  pr_auc,
  partial_auc,
  partial_auc_corrected,
  sensitivity_at_specificity,
  specificity_at_sensitivity,
  brier,
  brier_scaled,
  ece,
  mce,
  calibration_slope,
  calibration_intercept,
  calibration_in_the_large,
  net_benefit,
  standardised_net_benefit,
};

// A measure of scores against the truth, such as "roc_auc" or "sensitivity_at_specificity@0.95".
struct ScoreMeasure {
  ScoreKind kind = ScoreKind::roc_auc;
  std::string parameter;  // what was written behind the @; empty where nothing was

  bool operator==(const ScoreMeasure&) const = default;
};

// Shares are decimal numbers of 0 to 1 with at most 9 digits behind the point (of a net benefit below 1, of a partial
// area below 1); ece and mce take 1 to 1000 bins of equal width, 10 where none are given. Nothing for other texts.
std::optional<ScoreMeasure> parse_score_measure(std::string_view text);

std::string name(const ScoreMeasure& measure);   // as parsed
std::string title(const ScoreMeasure& measure);  // for a sentence: "sensitivity at specificity 0.95"
bool reads_curve(const ScoreMeasure& measure);   // whether it is computed from the ROC curve

struct ScoreValue {
  std::optional<double> value;
  std::string reason;  // why there is none
};

// Sensitivity at a specificity and its reverse choose their threshold on the very weights they are computed with.
ScoreValue value(const ScoreMeasure& measure, const Scored& scored, StudyWeights weights = {});
// The same with the curve of these weights at hand.
ScoreValue value(const ScoreMeasure& measure, const Scored& scored, StudyWeights weights, const RocCurve& curve);

}  // namespace cxrval::stats
