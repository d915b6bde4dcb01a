// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

namespace cxrval::stats {

// A sum whose terms have the sizes `size` together, and 0 where it is no more than what their rounding leaves: so that
// what is 0 by its formula does not become a standard error.
inline double without_rounding(double sum, double size) {
  constexpr double rounding = 1e-12;
  return std::abs(sum) <= rounding * size ? 0 : sum;
}

}  // namespace cxrval::stats
