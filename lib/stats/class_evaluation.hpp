// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/class_sample.hpp"
#include "stats/evaluation.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::stats {

// The rows of a sample: of its predictions, then of its scores. All limits that are percentiles come from one sequence
// of resamples of units, so that numbers of one resample belong together, those of predictions and those of scores.
// A resample draws as many units as the sample has, each with all of its studies; a study counts in the measures of
// what it has, a prediction, scores or both. n of a row is the number of units with what it is computed from. Without
// scores the numbers of studies of each pattern of truth and prediction are drawn, which is the same law; where both
// are there, and of scores alone, the units themselves.
//
// Predictions, in the order of wanted.measures: of each class against all others (group class=NAME), and in group all
// macro_, micro_ and weighted_MEASURE; then accuracy (of multi-label exact_match: all classes right), kappa and mcc.
//
// Scores, in the order of wanted.score_measures, of which roc_auc and sensitivity_at_specificity are taken
// (std::invalid_argument for others). Of each class against all others; and in group all the macro average. Of roc_auc
// a class's interval is not drawn but DeLong's, or Obuchowski's with Unit::patient, which stands for units of several
// studies of any kind; and there are also weighted_roc_auc (by the numbers of studies) and micro_roc_auc (all pairs of
// a study and a class as one table). A threshold is chosen anew in each resample.
//
// Of wanted are read measures, score_measures, resamples, seed, level, quantile type, unit and threads. A macro average
// is over the classes that are true of some study; those left out are named in the rule. Where it is undefined for one
// of the others, in the sample or in a resample, so is the average; such resamples are counted and left out.
std::vector<Metric> evaluate_classes(const ClassSample& sample, const std::vector<std::string>& names,
                                     const Evaluation& wanted);

// How many numbers each of its resamples keeps.
std::size_t numbers_of_a_resample(const ClassSample& sample, const Evaluation& wanted);

}  // namespace cxrval::stats
