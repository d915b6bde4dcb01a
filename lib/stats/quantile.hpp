// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace cxrval::stats {

// The quantile at probability `p` of values in ascending order, by one of the nine definitions of Hyndman and Fan
// ("Sample quantiles in statistical packages", Am. Stat. 50, 1996). 7 is the default of R and NumPy. Throws
// std::invalid_argument for no values, a p outside 0..1 or another type.
double quantile(std::span<const double> ascending, double p, int type = 7);

// The same number from finite values in any order, in linear time.
double quantile_of_unsorted(std::span<const double> values, double p, int type = 7);

}  // namespace cxrval::stats
