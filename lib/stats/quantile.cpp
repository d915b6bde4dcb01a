// SPDX-License-Identifier: Apache-2.0
#include "stats/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace cxrval::stats {
namespace {

// n p + m is the position counted from 1, m by type; n p that is a whole number but for rounding is taken as one.
constexpr double fuzz = 4 * std::numeric_limits<double>::epsilon();

struct Position {
  double below = 0;  // order statistic, from 1
  double share = 0;  // of the next one
};

Position split(double position) {
  Position at{std::floor(position + fuzz), 0};
  at.share = position - at.below;
  if (std::abs(at.share) < fuzz) at.share = 0;
  return at;
}

Position discontinuous(double n, double p, int type) {
  Position at = split(type == 3 ? n * p - 0.5 : n * p);
  const bool whole = at.share == 0;
  if (type == 1) at.share = whole ? 0 : 1;
  if (type == 2) at.share = whole ? 0.5 : 1;
  if (type == 3) at.share = whole && std::fmod(at.below, 2) == 0 ? 0 : 1;
  return at;
}

Position interpolated(double n, double p, int type) {
  switch (type) {
    case 4:
      return split(n * p);
    case 5:
      return split(n * p + 0.5);
    case 6:
      return split((n + 1) * p);
    case 7:
      return split((n - 1) * p + 1);
    case 8:
      return split((n + 1.0 / 3) * p + 1.0 / 3);
    default:
      return split((n + 0.25) * p + 0.375);
  }
}

}  // namespace

double quantile(std::span<const double> ascending, double p, int type) {
  if (ascending.empty()) throw std::invalid_argument("quantile of no values");
  if (!(p >= 0 && p <= 1)) throw std::invalid_argument("probability outside 0..1");
  if (type < 1 || type > 9) throw std::invalid_argument("quantile type outside 1..9");
  const double n = static_cast<double>(ascending.size());
  const Position at = type <= 3 ? discontinuous(n, p, type) : interpolated(n, p, type);
  const auto order = [&](double k) { return ascending[static_cast<std::size_t>(std::clamp(k, 1.0, n)) - 1]; };
  const double low = order(at.below);
  const double high = order(at.below + 1);
  if (at.share == 0 || low == high) return low;
  if (at.share == 1) return high;
  return low + at.share * (high - low);
}

}  // namespace cxrval::stats
