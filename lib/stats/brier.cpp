// SPDX-License-Identifier: Apache-2.0
#include "stats/brier.hpp"

#include "stats/normal.hpp"
#include "stats/probabilities.hpp"

#include <cmath>

namespace cxrval::stats {
namespace {

struct Sums {
  std::uint64_t n = 0;
  std::uint64_t positives = 0;
  double squares = 0;
  double skew = 0;      // sum (y - p)(1 - 2p)
  double variance = 0;  // of that sum, under calibration
};

Sums add_up(const Scored& scored, std::span<const std::uint32_t> weights) {
  Sums sums;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    const std::uint64_t times = weight_of(weights, i);
    if (times == 0) continue;
    const bool positive = scored.positive()[i] != 0;
    sums.n += times;
    sums.positives += positive ? times : 0;
    const auto weight = static_cast<double>(times);
    const double p = scored.scores()[i];
    const double apart = (positive ? 1 : 0) - p;
    const double lean = 1 - 2 * p;
    sums.squares += weight * (apart * apart);
    sums.skew += weight * (apart * lean);
    sums.variance += weight * (lean * lean * p * (1 - p));
  }
  return sums;
}

}  // namespace

Brier brier(const Scored& scored, std::span<const std::uint32_t> weights) {
  Brier found;
  const Sums sums = are_probabilities(scored) ? add_up(scored, weights) : Sums{};
  if (sums.n == 0) {
    found.reason = are_probabilities(scored) ? no_study : no_probabilities;
    found.scaled_reason = found.z_reason = found.reason;
    return found;
  }
  const auto n = static_cast<double>(sums.n);
  found.score = sums.squares / n;
  if (sums.positives == 0 || sums.positives == sums.n) {
    found.scaled_reason = one_class;
  } else {
    const double prevalence = static_cast<double>(sums.positives) / n;
    found.scaled = 1 - *found.score / (prevalence * (1 - prevalence));
  }
  if (sums.variance > 0) {
    found.z = sums.skew / std::sqrt(sums.variance);
    found.p = normal_two_sided_p(*found.z);
  } else {
    found.z_reason = "every probability is 0, 1/2 or 1, so the statistic cannot vary";
  }
  return found;
}

}  // namespace cxrval::stats
