// SPDX-License-Identifier: Apache-2.0
#include "stats/acceleration.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace cxrval::stats {
namespace {

// Leave-one-out values of one stratum and how many units have each.
struct Jackknife {
  std::vector<double> values;
  std::vector<double> counts;
};

struct Moments {
  double squares = 0;
  double cubes = 0;

  Moments& operator+=(const Moments& other) {
    squares += other.squares;
    cubes += other.cubes;
    return *this;
  }
};

// Differences that are rounding only count as none.
Moments moments(std::span<const double> values, std::span<const double> counts) {
  double units = 0;
  double mean = 0;
  double size = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    units += counts[k];
    mean += counts[k] * values[k];
    size += counts[k] * values[k] * values[k];
  }
  if (units < 2) return {};
  mean /= units;
  Moments sum;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double d = mean - values[k];
    sum.squares += counts[k] * d * d;
    sum.cubes += counts[k] * d * d * d;
  }
  if (sum.squares <= 1e-28 * size) return {};
  const double factor = (units - 1) / units;
  return {factor * factor * sum.squares, factor * factor * factor * sum.cubes};
}

std::optional<double> sixth_of_skewness(const Moments& sum) {
  if (sum.squares == 0) return std::nullopt;
  return sum.cubes / (6 * sum.squares * std::sqrt(sum.squares));
}

Confusion without(const Confusion& total, const Confusion& unit) {
  return {total.tp - unit.tp, total.fp - unit.fp, total.fn - unit.fn, total.tn - unit.tn};
}

}  // namespace

std::optional<double> acceleration(std::span<const double> leave_one_out, std::span<const double> counts) {
  return sixth_of_skewness(moments(leave_one_out, counts));
}

std::optional<double> jackknife_acceleration(Measure measure, std::span<const Cluster> units, const Design& design) {
  const Confusion total = total_of(units);
  std::array<Jackknife, 2> strata;
  for (const Cluster& unit : units) {
    if (unit.count == 0) continue;
    const auto left = value(measure, without(total, unit.cells));
    if (!left) return std::nullopt;
    Jackknife& stratum = strata[stratum_of(unit.cells, design)];
    stratum.values.push_back(*left);
    stratum.counts.push_back(static_cast<double>(unit.count));
  }
  Moments sum;
  for (const Jackknife& stratum : strata) sum += moments(stratum.values, stratum.counts);
  return sixth_of_skewness(sum);
}

}  // namespace cxrval::stats
