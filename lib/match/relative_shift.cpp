// SPDX-License-Identifier: Apache-2.0
#include "match/relative_shift.hpp"

#include <cmath>

namespace cxrval::match {
namespace {

constexpr int reach = LagHistogram::reach;
constexpr int widest = 2 * reach + 1;  // no difference of two lags is as large
constexpr std::uint64_t least_pairs = 20;
constexpr double z_95 = 1.959963984540054;

struct Bin {
  int minute = 0;
  double count = 0;
};

struct Stratum {
  const std::vector<std::uint64_t>* reference = nullptr;
  std::vector<Bin> device;
  double n = 0;
  double m = 0;

  // Lags of the reference <= minute.
  double up_to(int minute) const {
    if (minute < -reach) return 0;
    if (minute >= reach) return m;
    return static_cast<double>((*reference)[static_cast<std::size_t>(minute + reach)]);
  }
};

// van Elteren's statistic of the hypothesis that the device's lags are the reference's and x minutes more: it rises in
// x, and is 0 on average when that is so.
double statistic(const std::vector<Stratum>& strata, int x) {
  double sum = 0;
  for (const Stratum& s : strata) {
    double below = 0;  // differences below x, and half of those equal to it
    for (const Bin& b : s.device) below += b.count * (s.m - (s.up_to(b.minute - x) + s.up_to(b.minute - x - 1)) / 2);
    sum += (below - s.n * s.m / 2) / (s.n + s.m + 1);
  }
  return sum;
}

double variance(const std::vector<Stratum>& strata) {
  double sum = 0;
  for (const Stratum& s : strata) sum += s.n * s.m / (12 * (s.n + s.m + 1));
  return sum;
}

// The smallest x at which the statistic is at least `level`.
int first_reaching(const std::vector<Stratum>& strata, double level) {
  int below = -widest;
  int reaching = widest;
  while (reaching - below > 1) {
    const int middle = below + (reaching - below) / 2;
    (statistic(strata, middle) >= level ? reaching : below) = middle;
  }
  return reaching;
}

double crossing(const std::vector<Stratum>& strata) {
  const int x = first_reaching(strata, 0);
  const double here = statistic(strata, x);
  const double before = statistic(strata, x - 1);
  if (here > 0) return x - here / (here - before);
  int last = x;
  while (last < widest && statistic(strata, last + 1) <= 0) ++last;
  return (x + last) / 2.0;
}

std::vector<Bin> bins_of(const LagHistogram& lags) {
  std::vector<Bin> bins;
  for (int minute = -reach; minute <= reach; ++minute) {
    if (const std::uint32_t count = lags.at(minute)) bins.push_back({minute, static_cast<double>(count)});
  }
  return bins;
}

}  // namespace

ShiftReference::ShiftReference(const Hours& reference) {
  for (std::size_t hour = 0; hour < reference.size(); ++hour) {
    count_[hour] = reference[hour].within();
    if (count_[hour] == 0) continue;
    std::uint64_t sum = 0;
    for (int minute = -reach; minute <= reach; ++minute) {
      sum += reference[hour].at(minute);
      up_to_[hour].push_back(sum);
    }
  }
}

std::optional<RelativeShift> ShiftReference::shift_of(const Hours& device) const {
  RelativeShift shift;
  std::vector<Stratum> strata;
  for (std::size_t hour = 0; hour < device.size(); ++hour) {
    if (count_[hour] == 0 || device[hour].within() == 0) continue;
    shift.pairs += device[hour].within();
    shift.reference_pairs += count_[hour];
    strata.push_back({&up_to_[hour], bins_of(device[hour]), static_cast<double>(device[hour].within()),
                      static_cast<double>(count_[hour])});
  }
  if (shift.pairs < least_pairs || shift.reference_pairs < least_pairs) return std::nullopt;
  const double margin = z_95 * std::sqrt(variance(strata));
  shift.minutes = crossing(strata);
  shift.high = first_reaching(strata, margin);
  shift.low = first_reaching(strata, -margin);
  if (statistic(strata, shift.low) > -margin) --shift.low;
  return shift;
}

}  // namespace cxrval::match
