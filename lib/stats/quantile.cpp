// SPDX-License-Identifier: Apache-2.0
#include "stats/quantile.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

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

Position position(std::size_t size, double p, int type) {
  if (size == 0) throw std::invalid_argument("quantile of no values");
  if (!(p >= 0 && p <= 1)) throw std::invalid_argument("probability outside 0..1");
  if (type < 1 || type > 9) throw std::invalid_argument("quantile type outside 1..9");
  const double n = static_cast<double>(size);
  return type <= 3 ? discontinuous(n, p, type) : interpolated(n, p, type);
}

// The order statistics on both sides of a position.
struct Neighbours {
  double low = 0;
  double high = 0;
};

double between(const Neighbours& values, double share) {
  if (share == 0 || values.low == values.high) return values.low;
  if (share == 1) return values.high;
  return values.low + share * (values.high - values.low);
}

// Places of both neighbours among `size` values, from 0.
struct Ranks {
  std::size_t low = 0;
  std::size_t high = 0;
};

Ranks ranks(const Position& at, std::size_t size) {
  const double n = static_cast<double>(size);
  const auto rank = [n](double k) { return static_cast<std::size_t>(std::clamp(k, 1.0, n)) - 1; };
  return {rank(at.below), rank(at.below + 1)};
}

Neighbours select(std::vector<double> values, const Ranks& wanted) {
  const auto low = values.begin() + static_cast<std::ptrdiff_t>(wanted.low);
  std::nth_element(values.begin(), low, values.end());
  return {*low, wanted.high == wanted.low ? *low : *std::min_element(low + 1, values.end())};
}

// Equal steps from the least value to the greatest.
class Buckets {
 public:
  static constexpr std::size_t count = 1024;

  explicit Buckets(std::span<const double> values) {
    double greatest = least_ = values.front();
    for (const double value : values) {
      least_ = std::min(least_, value);
      greatest = std::max(greatest, value);
    }
    per_unit_ = (count - 1) / (greatest - least_);
  }

  bool usable() const { return std::isfinite(per_unit_) && per_unit_ > 0; }
  std::size_t of(double value) const { return static_cast<std::size_t>((value - least_) * per_unit_); }

 private:
  double least_ = 0;
  double per_unit_ = 0;
};

// Only the values of the buckets that hold the wanted ones are kept and looked at.
Neighbours select_by_buckets(std::span<const double> values, const Ranks& wanted) {
  const Buckets buckets(values);
  if (!buckets.usable()) return select({values.begin(), values.end()}, wanted);
  std::array<std::size_t, Buckets::count> held{};
  for (const double value : values) ++held[buckets.of(value)];
  std::size_t first = 0, before = 0;
  while (before + held[first] <= wanted.low) before += held[first++];
  std::size_t last = first, until = before + held[first];
  while (until <= wanted.high) until += held[++last];
  std::vector<double> kept;
  kept.reserve(until - before);
  for (const double value : values) {
    const std::size_t bucket = buckets.of(value);
    if (bucket >= first && bucket <= last) kept.push_back(value);
  }
  return select(std::move(kept), {wanted.low - before, wanted.high - before});
}

}  // namespace

double quantile(std::span<const double> ascending, double p, int type) {
  const Position at = position(ascending.size(), p, type);
  const Ranks order = ranks(at, ascending.size());
  return between({ascending[order.low], ascending[order.high]}, at.share);
}

double quantile_of_unsorted(std::span<const double> values, double p, int type) {
  const Position at = position(values.size(), p, type);
  return between(select_by_buckets(values, ranks(at, values.size())), at.share);
}

}  // namespace cxrval::stats
