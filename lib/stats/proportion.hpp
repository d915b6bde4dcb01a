// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/interval.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// Intervals for the share of x of n independent cases. Brown, Cai and DasGupta ("Interval estimation for a binomial
// proportion", Stat. Sci. 16, 2001) compare them.
enum class ProportionMethod {
  wilson,             // score interval: Wilson, J. Am. Stat. Assoc. 22, 1927
  wilson_continuity,  // with Yates's correction of 1/2 (Newcombe, Stat. Med. 17, 1998); none when 2x = n, as in R's
                      // prop.test, which takes min(1/2, |x - n/2|)
  clopper_pearson,    // "exact": Biometrika 26, 1934; (1 - level) / 2 is kept on the open side at x = 0 and x = n too
  agresti_coull,      // Am. Stat. 52, 1998
  jeffreys,  // equal tails of Beta(x + 1/2, n - x + 1/2), not widened to 0 and 1 at x = 0 and x = n (as in statsmodels,
             // unlike Brown, Cai and DasGupta): there the estimate lies outside its own interval
  wald,      // x / n +- z sqrt(x (n - x) / n^3): without width at x = 0 and x = n, for comparison only
};

// Limits are cut at 0 and 1 and good to 1e-9 for n up to 1e9; swapping x and n - x mirrors them. Nothing of n = 0.
// Throws std::invalid_argument for x above n and a level outside 0..1.
Interval proportion_interval(std::uint64_t x, std::uint64_t n, double level,
                             ProportionMethod method = ProportionMethod::wilson);

// A measure as a share x of n studies; nothing for those that are none, such as F1, and where n is 0. Of the Jaccard
// index n varies with the AI: its interval holds given n.
struct Share {
  std::uint64_t x = 0;
  std::uint64_t n = 0;
};

std::optional<Share> share(Measure measure, const Confusion& counts);

// As options and tables write it, such as "clopper_pearson".
std::string_view name(ProportionMethod method);
std::optional<ProportionMethod> parse_proportion_method(std::string_view name);
std::span<const ProportionMethod> all_proportion_methods();

}  // namespace cxrval::stats
