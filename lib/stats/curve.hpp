// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/roc.hpp"
#include "stats/score_resamples.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::stats {

struct BandDesign {
  ScoreResampling resampling{};
  double level = 0.95;
  std::size_t steps = 100;  // of x: 0, 1/steps ... 1
  int quantile_type = 7;    // quantile()
};

// All resamples are kept for each x: above 100,000 of them a band throws base::Error.

// A curve at one x with its pointwise percentile limits: that the curve as a whole lies between the limits has less
// than their level.
struct BandPoint {
  double x = 0;
  std::optional<double> estimate;
  std::optional<double> low;
  std::optional<double> high;
  std::uint64_t undefined = 0;  // resamples left out
};

// Sensitivity at the false positive rates x: of the most sensitive rule whose rate is at most x, compared in whole
// numbers. No interpolation between rules.
std::vector<BandPoint> roc_band(const Scored& scored, const BandDesign& design);

// Precision at the recalls x: of the rule with the highest threshold whose recall is at least x. From 1/steps on, since
// a rule that calls nothing has no precision.
std::vector<BandPoint> precision_recall_band(const Scored& scored, const BandDesign& design);

}  // namespace cxrval::stats
