// SPDX-License-Identifier: Apache-2.0
#include "stats/normal.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace cxrval::stats {
namespace {

double upper_tail(double z) {
  return std::erfc(z / std::numbers::sqrt2) / 2;
}

}  // namespace

double normal_quantile(double p) {
  if (!(p >= 1e-300 && p <= 1 - 1e-16)) throw std::invalid_argument("normal_quantile: p is not inside 0..1");
  if (p == 0.5) return 0;
  const double tail = p < 0.5 ? p : 1 - p;
  double low = 0;
  double high = 40;
  while (true) {
    const double middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    (upper_tail(middle) > tail ? low : high) = middle;
  }
  return p < 0.5 ? -high : high;
}

double normal_cdf(double z) {
  return upper_tail(-z);
}

double normal_two_sided_p(double z) {
  return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

double z_of(double level) {
  return -normal_quantile((1 - level) / 2);
}

}  // namespace cxrval::stats
