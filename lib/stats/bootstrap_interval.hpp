// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/limits.hpp"

#include <functional>
#include <optional>
#include <span>

namespace cxrval::stats {

// Intervals from resamples: Davison and Hinkley, Bootstrap Methods and Their Application, 1997, chapter 5; alpha is
// (1 - level) / 2, q the quantile function of the resamples, t the number on the sample.
enum class BootstrapMethod {
  percentile,   // q(alpha), q(1 - alpha)
  basic,        // 2t - q(1 - alpha), 2t - q(alpha)
  normal,       // t -+ z times the standard deviation of the resamples; not moved by their mean, unlike R's boot.ci
  bca,          // bias-corrected and accelerated: Efron, J. Am. Stat. Assoc. 82, 1987
  studentised,  // t - s v(1 - alpha), t - s v(alpha), v the quantiles of (resample - t) / its own standard error
};

// What the sample itself shows.
struct SampleFacts {
  std::optional<double> estimate;
  std::optional<double> acceleration;    // bca only
  std::optional<double> standard_error;  // studentised only
  Range range;                           // limits are cut at it
};

// The law of the statistic over resamples in which it is defined; of infinitely many for an exact law.
struct ResampleLaw {
  std::function<double(double)> quantile;    // of a probability in 0..1
  double below = 0;                          // chance of a value below the sample's
  double equal = 0;                          // and of the same value, half of which counts as below, as in SciPy
  std::optional<double> standard_deviation;  // 0 only when all are the same but for rounding
};

// Resamples in which the statistic is undefined are in neither list.
struct Resamples {
  std::span<const double> values;           // in any order
  std::span<const double> standard_errors;  // of each value, for studentised; else empty
  int quantile_type = 7;                    // quantile()
};

ResampleLaw law_of(const Resamples& resamples, double estimate);

// For all methods but studentised, which a law of the values alone does not give: std::invalid_argument. No limits, and
// why: the number is undefined; all resamples give the same number, which does not make it certain; all lie on one side
// of it, or the acceleration is missing or too large (bca).
Limits bootstrap_limits(BootstrapMethod method, const ResampleLaw& law, const SampleFacts& sample, double level);

// Also no limits: there are fewer than two resamples; where studentised limits rest on resamples without variance.
// Throws std::invalid_argument for another number of standard errors than of values.
Limits bootstrap_limits(BootstrapMethod method, const Resamples& resamples, const SampleFacts& sample, double level);

}  // namespace cxrval::stats
