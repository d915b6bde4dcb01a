// SPDX-License-Identifier: Apache-2.0
#include "histogram.hpp"

#include "stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::bootstrap_f1 {
namespace {

constexpr double most_widths = 50;

// A power of ten that is a double exactly, and whether to divide by it, so that every edge is the double nearest to
// its decimal number.
struct Width {
  double digit = 1;
  double power = 1;
  bool divide = false;

  double times(double n) const { return divide ? n * digit / power : n * digit * power; }
};

// Values of resamples are not beyond 1e20, and those that are not equal but for rounding not nearer than 1e-20.
Width smallest(double range) {
  Width width;
  for (int exponent = -22; exponent <= 22; ++exponent) {
    width.divide = exponent < 0;
    width.power = 1;
    for (int i = 0; i < std::abs(exponent); ++i) width.power *= 10;
    for (const double digit : {1.0, 2.0, 5.0}) {
      width.digit = digit;
      if (width.times(most_widths) >= range) return width;
    }
  }
  return width;
}

double place(double value, const Width& width) {
  double n = std::floor(value / width.times(1));
  while (width.times(n) > value) n -= 1;
  while (width.times(n + 1) <= value) n += 1;
  return n;
}

}  // namespace

std::vector<Bin> histogram(std::span<const double> values) {
  if (values.empty()) return {};
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (stats::same_but_for_rounding(*least, *most)) return {{*least, *most, values.size()}};
  const Width width = smallest(*most - *least);
  const double first = place(*least, width);
  std::vector<Bin> bins(static_cast<std::size_t>(place(*most, width) - first) + 1);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const double n = first + static_cast<double>(i);
    bins[i] = {width.times(n), width.times(n + 1), 0};
  }
  for (const double value : values) ++bins[static_cast<std::size_t>(place(value, width) - first)].count;
  return bins;
}

}  // namespace cxrval::bootstrap_f1
