// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/wide_random.hpp"

#include <cstdint>
#include <span>

namespace cxrval::stats {

// n draws with replacement from n = counts.size() units that are equally likely: how often each one came up, exactly
// Multinomial(n; 1/n, ..., 1/n), at well below a nanosecond a unit.
//
// Each unit first gets a number of its own of the law Poisson(0.96); the S of them together are, given S, as S draws
// with replacement, because Poisson numbers given their sum are multinomial. n - S draws one by one complete them;
// where S is above n, S - n of the draws are taken back, each equally likely to be, which leaves n draws with
// replacement. So the law is the multinomial whatever S is. A Poisson number is one byte against a table of 256 cells;
// the two cells that no number fills are decided by 64 more bits (what is below 2^-64 of a chance is left out, as is a
// unit that comes up more than 255 times: less than 1e-500).
void draw_equally(WideRandom& random, std::span<std::uint8_t> counts);

// The sum of bytes.
std::uint64_t total(std::span<const std::uint8_t> counts);

}  // namespace cxrval::stats
