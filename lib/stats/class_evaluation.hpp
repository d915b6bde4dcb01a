// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/class_sample.hpp"
#include "stats/evaluation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::stats {

// Rows of a sample with predictions, in the order of wanted.measures: of each class against all others (group
// class=NAME), and in group all macro_, micro_ and weighted_MEASURE; then accuracy (of multi-label exact_match: all
// classes right), kappa and mcc. Percentile intervals, all from the same resamples of units.
//
// Of wanted are read measures, resamples, seed, level, quantile type, unit (for its name) and threads. A macro average
// is over the classes that are true of some study; those left out are named in the rule. Where it is undefined for one
// of the others, in the sample or in a resample, so is the average; such resamples are counted and left out.
std::vector<Metric> evaluate_class_predictions(const ClassSample& sample, const std::vector<std::string>& names,
                                               const Evaluation& wanted);

// Rows of a sample with scores, in the order of wanted.score_measures, of which roc_auc and sensitivity_at_specificity
// are taken (std::invalid_argument for others). Of each class against all others; and in group all the macro average.
// Of roc_auc a class's interval is DeLong's, of patients Obuchowski's, and there are also weighted_roc_auc (by the
// numbers of studies) and micro_roc_auc (all pairs of a study and a class as one table; a study stays one unit). The
// other intervals are percentiles, all from the same resamples of units; a threshold is chosen anew in each.
std::vector<Metric> evaluate_class_scores(const ClassSample& sample, const std::vector<std::string>& names,
                                          const Evaluation& wanted);

}  // namespace cxrval::stats
