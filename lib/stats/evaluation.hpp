// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/metric.hpp"
#include "stats/score_measure.hpp"
#include "stats/score_resamples.hpp"
#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// The measure on the sample; its mean over the resamples; the sample chosen as the one with the smallest or the
// largest.
enum class Estimate { point, bootstrap_mean, smallest, largest };

enum class IntervalMethod {
  automatic,  // percentile; linearised_t (of roc_auc DeLong's on the logit) where fewer than few_patients are drawn
  percentile,
  basic,
  bca,
  studentised,
  normal,
  linearised,    // the delta method; of patients cluster-robust
  linearised_t,  // with Student's t
  wilson,
  wilson_cc,
  clopper_pearson,
  agresti_coull,
  jeffreys,
  wald,
  delong,  // of patients Obuchowski's
  delong_logit,
};
std::optional<IntervalMethod> parse_interval_method(std::string_view name);

// Percentile intervals of fewer patients are clearly too narrow.
inline constexpr std::uint64_t few_patients = 40;

struct Evaluation {
  std::vector<Measure> measures{};
  std::vector<ScoreMeasure> score_measures{};
  std::vector<IntervalMethod> intervals{IntervalMethod::automatic};
  std::size_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;  // between 0 and 1
  int quantile_type = 7;
  Unit unit = Unit::study;
  Strata strata = Strata::none;
  Estimate estimate = Estimate::point;
  bool exact = false;  // the law of infinitely many resamples of studies: resamples and seed are not used
  int threads = 1;     // of resamples of scores; numbers do not depend on it
};

// How resamples of scores are drawn.
ScoreResampling score_resampling(const Evaluation& wanted);

// A row for each measure and interval, all measures over the same resamples. A measure or an interval that is not
// defined has a reason. Throws base::Error where no exact law is known.
std::vector<Metric> evaluate(const Population& population, const Evaluation& wanted);

// The same of scores. The patients of `scored` are the units with Unit::patient.
std::vector<Metric> evaluate_scores(const Scored& scored, const Evaluation& wanted);

}  // namespace cxrval::stats
