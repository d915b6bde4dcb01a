// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::stats {

// A statistic of two counts out of a + b + rest studies: weight a / (weight a + b). F1 is {TP, FP + FN, TN, 2}.
struct TwoCounts {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t rest = 0;
  double weight = 1;
};

// The measure in that form; nothing for measures that need more counts (f2, mcc, kappa, balanced accuracy ...).
std::optional<TwoCounts> two_counts(Measure measure, const Confusion& counts);

// How likely a statistic is smaller than some x, and equal to it.
struct PointChance {
  double below = 0;
  double equal = 0;
};

// What infinitely many resamples give: the law of the statistic given that it is defined.
struct ExactLaw {
  double mean = 0;
  double standard_deviation = 0;
  double undefined = 0;             // the chance that it is not
  std::vector<double> quantiles;    // one for each probability asked
  std::vector<PointChance> points;  // one for each x asked
};

// When (a, b, rest) is one draw of a Multinomial(n; a/n, b/n, rest/n): studies resampled from all. A quantile at
// probability p is the smallest value x with P(statistic <= x) >= p, where a P that falls short of p by less than 1e-12
// counts as reaching it; the median is the one at 0.5. Values are compared as doubles: the statistic of the sample is
// met exactly.
//
// Nothing is drawn and not all pairs are visited: given s = a + b, a is Binomial(s, a / (a + b)) and the statistic
// grows with a, so that P(statistic <= x) is a walk along one curve through the plane of (s, a), and a quantile is a
// few such walks. The time grows as the square root of n; at n = 6,285 a law with two quantiles takes 0.2 ms. What is
// left out has a total chance below 1e-15; the recurrences round to 1e-14 at n = 6,285 and 1e-13 at n = 1e9. Throws
// base::Error for an empty table, a statistic that is never defined, and above 1e9 studies.
ExactLaw exact_law(const TwoCounts& counts, std::span<const double> probabilities, std::span<const double> points = {});

// The chances of a single point of that law, without its moments: a third of the work.
PointChance exact_chance(const TwoCounts& counts, double point);

// The same for any measure when studies are resampled within strata of the truth: TP ~ Binomial(P, tp / P) and FP ~
// Binomial(N, fp / N), independent. Every measure rises or falls with TP at a fixed FP. Values need not lie in 0..1. An
// `undefined` below 1e-17 may be given as 0.
ExactLaw exact_law_within_strata(Measure measure, const Confusion& counts, std::span<const double> probabilities,
                                 std::span<const double> points = {});

}  // namespace cxrval::stats
