// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::stats {

// n / (n - 1) of n units, at least two, whose deviations are from a mean that was estimated.
template <class Number>
double small_sample_factor(Number units) {
  return static_cast<double>(units) / static_cast<double>(units - 1);
}

}  // namespace cxrval::stats
