// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/score_measure.hpp"
#include "stats/study_draws.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {

struct ScoreResampling {
  DrawDesign design{};
  std::size_t resamples = 10'000;
  int threads = 1;  // the values are the same for any number
};

// A measure in each resample, by its index; nothing where it is not defined. What is compared or combined shares the
// resamples: models, and measures.
using ResampleValues = std::vector<std::optional<double>>;

// All measures over the same resamples, one entry a measure.
std::vector<ResampleValues> resample_values(const Scored& scored, std::span<const ScoreMeasure> measures,
                                            const ScoreResampling& wanted);

// In the order of the resamples; undefined ones are counted and left out.
Distribution distribution(std::span<const std::optional<double>> values);

// The measure without each unit in turn, for the acceleration of BCa limits.
struct Jackknife {
  std::vector<double> values;  // by unit, in the order of StudyDraws without strata; empty where there are none
  std::string reason;          // why there are none
};

// By recomputation: units times studies steps. None above 2e9 steps, and none where a measure is undefined without one
// of the units.
Jackknife jackknife(const Scored& scored, const ScoreMeasure& measure, Unit unit, int threads);

}  // namespace cxrval::stats
