// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cxrval::bootstrap_f1 {

struct Bin {
  double low = 0;  // low <= value < high
  double high = 0;
  std::size_t count = 0;
};

// How values are distributed, in bins of equal width without a gap. The width is the smallest of 1, 2 and 5 times a
// power of ten that makes at most 50 of the range, and the edges are its multiples. Values that are equal but for
// rounding make a single bin without width; no values make none.
std::vector<Bin> histogram(std::span<const double> values);

}  // namespace cxrval::bootstrap_f1
