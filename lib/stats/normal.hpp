// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::stats {

// The z with P(Z <= z) = p of the standard normal law, to 1e-14; 1.959963984540054 for p = 0.975. Throws
// std::invalid_argument for a p outside 1e-300 .. 1 - 1e-16.
double normal_quantile(double p);

// The z with P(-z <= Z <= z) = level. Throws std::invalid_argument for a level outside 0..1.
double z_of(double level);

// P(Z <= z), and P(|Z| >= |z|), the p value of a two-sided test; both keep their digits in the far tail.
double normal_cdf(double z);
double normal_two_sided_p(double z);

}  // namespace cxrval::stats
