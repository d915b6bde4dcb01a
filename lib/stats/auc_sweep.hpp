// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::stats {

// Where each of n studies, in the order of their scores, lies for the sweep: a number below n of its own. The studies
// are cut into 32 runs, which a processor sweeps side by side: step s of run r lies at 32 s + r.
std::vector<std::uint32_t> sweep_places(std::size_t studies);

// Numerator and denominator of the AUC: 2 U and 2 * positives * negatives. With 0 below there is no AUC.
struct AucFraction {
  std::uint64_t twice_u = 0;
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;

  std::optional<double> value() const {
    if (positives == 0 || negatives == 0) return std::nullopt;
    return static_cast<double>(twice_u) / static_cast<double>(2 * positives * negatives);
  }
};

// The AUC of resamples, in whole numbers and one pass without a sort. Over studies in ascending order A sums, for each
// positive, its weight times the negatives' weight so far. Within a tie negatives come first, so A counts ties as 1 and
// 2 U = 2 A - sum over ties of the positives' times the negatives' weight.
class AucSweep {
 public:
  // `unit_of_study`: whose count is the weight of each study, in the order of the scores.
  AucSweep(const Scored& scored, std::span<const std::uint32_t> unit_of_study);

  // `scratch` is memory that is used again.
  AucFraction operator()(std::span<const std::uint8_t> counts, std::vector<std::uint8_t>& scratch) const;

 private:
  struct Tie {
    std::uint32_t negatives_end = 0;  // in tied_
    std::uint32_t end = 0;
  };

  std::uint64_t tied_pairs(std::span<const std::uint8_t> counts) const;

  std::vector<std::uint8_t> negative_;        // 255 or 0, by places
  std::vector<std::uint8_t> positive_;        // 255 or 0
  std::vector<std::uint32_t> unit_of_place_;  // empty where each place is its own unit
  std::vector<std::uint32_t> tied_;           // units of studies in ties of both kinds
  std::vector<Tie> ties_;
};

}  // namespace cxrval::stats
