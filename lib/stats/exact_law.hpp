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

// What infinitely many resamples of studies give: the law of the statistic when (a, b, rest) is one draw of a
// Multinomial(n; a/n, b/n, rest/n), given that it is defined.
struct ExactLaw {
  double mean = 0;
  double standard_deviation = 0;
  double undefined = 0;           // P(a = b = 0) = (rest / n)^n
  std::vector<double> quantiles;  // one for each probability asked
};

// A quantile at probability p is the smallest value x with P(statistic <= x) >= p, where a P that falls short of p by
// less than 1e-12 counts as reaching it. Enumerates all (a, b) but for a total chance below 1e-15; the time grows as
// n, 10 ms at n = 6,285. Throws base::Error for an empty table, a statistic that is never defined, and above about
// 1e7 studies (1e9 pairs).
ExactLaw exact_law(const TwoCounts& counts, std::span<const double> probabilities);

}  // namespace cxrval::stats
