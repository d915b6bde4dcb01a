// SPDX-License-Identifier: Apache-2.0
#include "stats/net_benefit.hpp"

#include "stats/probabilities.hpp"

#include <stdexcept>

namespace cxrval::stats {
namespace {

Confusion count_at(const Scored& scored, std::span<const std::uint32_t> weights, double threshold) {
  Confusion counts;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    const bool treated = scored.scores()[i] >= threshold;
    const bool positive = scored.positive()[i] != 0;
    std::uint64_t& cell = positive ? (treated ? counts.tp : counts.fn) : (treated ? counts.fp : counts.tn);
    cell += weight_of(weights, i);
  }
  return counts;
}

}  // namespace

NetBenefit net_benefit(const Confusion& counts, double threshold) {
  if (!(threshold >= 0 && threshold < 1)) throw std::invalid_argument("net_benefit: threshold is not in 0 <= t < 1");
  NetBenefit found;
  if (counts.total() == 0) {
    found.reason = no_study;
    return found;
  }
  const auto n = static_cast<double>(counts.total());
  const auto positives = static_cast<double>(counts.tp + counts.fn);
  const double rate = threshold / (1 - threshold);
  const double gained = static_cast<double>(counts.tp) - static_cast<double>(counts.fp) * rate;
  found.estimate = gained / n;
  if (positives > 0) {
    found.standardised = gained / positives;
  } else {
    found.reason = "no study is positive, so net benefit cannot be standardised";
  }
  return found;
}

NetBenefit net_benefit(const Scored& scored, std::span<const std::uint32_t> weights, double threshold) {
  if (are_probabilities(scored)) return net_benefit(count_at(scored, weights, threshold), threshold);
  NetBenefit found;
  found.reason = no_probabilities;
  return found;
}

}  // namespace cxrval::stats
