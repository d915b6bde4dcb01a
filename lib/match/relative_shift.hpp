// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/lag_histogram.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::match {

// By how many minutes turnaround + clock offset is larger on a device than on the reference device, hour by hour of
// day.
//
// The Hodges-Lehmann estimate of a shift, stratified by hour: the x at which, of all differences between a pair of the
// device and a pair of the reference in the same hour, weighted by 1 / (n + m + 1) where the device has n pairs in the
// hour and the reference m, as many are below as above; between whole minutes by linear interpolation. low and high are
// the whole minutes next to x at which the van Elteren test of such a shift rejects at 5 %, two-sided: no model of the
// turnaround, no resampling.
//
// A median of lags less the median of their hour over all devices was not chosen because a device that has most of an
// hour's studies would be compared with itself, and iterating it (median polish) stops at the same place; means of
// hourly medians were not because medians of few skewed lags are biased. What is supposed is that in one hour both
// devices' films are read alike; if not, the difference is part of the answer. Lags beyond 48 h are left out. Hodges,
// Lehmann, Ann. Math. Stat. 34:598 (1963); van Elteren, Bull. ISI 37:351 (1960); Hollander, Wolfe, Chicken,
// Nonparametric Statistical Methods, 3rd ed., 4.2-4.3.
struct RelativeShift {
  double minutes = 0;
  int low = 0;
  int high = 0;
  std::uint64_t pairs = 0;            // of the device, in hours in which the reference has pairs too
  std::uint64_t reference_pairs = 0;  // of the reference, in these hours
};

// The pairs of the reference device by hour of day, which must outlive this.
class ShiftReference {
 public:
  using Hours = std::array<LagHistogram, 24>;

  explicit ShiftReference(const Hours& reference);

  // Nothing with fewer than 20 comparable pairs of either.
  std::optional<RelativeShift> shift_of(const Hours& device) const;

 private:
  std::array<std::vector<std::uint64_t>, 24> up_to_;  // lags of the reference at or below each minute, where it has any
  std::array<std::uint64_t, 24> count_{};
};

}  // namespace cxrval::match
