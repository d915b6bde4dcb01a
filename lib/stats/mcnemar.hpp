// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/interval.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::stats {

// How often two raters (models, readers) of the same independent studies were right, said yes, or whatever is compared.
struct PairedCounts {
  std::uint64_t both = 0;
  std::uint64_t first_only = 0;
  std::uint64_t second_only = 0;
  std::uint64_t neither = 0;

  std::uint64_t total() const { return both + first_only + second_only + neither; }
  std::uint64_t discordant() const { return first_only + second_only; }
};

// Tests of first_only and second_only being equally likely (McNemar, Psychometrika 12, 1947). p values are two-sided.
struct Mcnemar {
  double exact_p = 1;  // twice the smaller tail of Binomial(discordant, 1/2), at most 1; 1 when nothing is discordant
  double mid_p = 1;    // the same with half the chance of what was seen: exact_p's tail is conservative
  std::optional<double> chi_square;  // (b - c)^2 / (b + c)
  std::optional<double> chi_square_p;
  std::optional<double> corrected_chi_square;  // (|b - c| - 1)^2 / (b + c), and 0 for b = c
  std::optional<double> corrected_p;
  std::string_view reason;  // why there is no chi-square
};

Mcnemar mcnemar(const PairedCounts& counts);

// (first_only - second_only) / total: the first one's share less the second one's, over the same studies. Nothing
// without studies.
// Estimate +- z sqrt(b + c - (b - c)^2 / n) / n, cut at -1 and 1; no limits when nothing is discordant.
Interval paired_difference_wald(const PairedCounts& counts, double level);
// Newcombe's method 10 (Stat. Med. 17, 1998, 2635-2650): Wilson's intervals of the two shares put together with their
// correlation, the latter with its continuity correction. Never beyond -1..1, and of some width always.
Interval paired_difference_newcombe(const PairedCounts& counts, double level);

}  // namespace cxrval::stats
