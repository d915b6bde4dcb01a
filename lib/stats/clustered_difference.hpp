// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// The mean of studies' differences when studies of one patient are alike, as McNemar's test must not be asked then.
struct ClusteredDifference {
  Interval difference;  // limits estimate +- t SE, cut at -1 and 1
  std::optional<double> standard_error;
  std::optional<double> t;
  std::optional<double> p;  // two-sided, by Student's t with M - 1 degrees of freedom
  std::size_t patients = 0;
  std::string_view reason;  // why something is not there
};

// `apart` is of each study first less second: 1, 0 or -1 for two raters' yes and no. The variance is that of the sum of
// patients' totals, each less what its number of studies lets expect, times M / (M - 1) of M patients (Obuchowski,
// Stat. Med. 17, 1998, 1495-1507, without the assumption of no difference). Throws std::invalid_argument for different
// lengths and a level outside 0..1.
ClusteredDifference clustered_difference(std::span<const std::int8_t> apart, std::span<const std::uint32_t> patients,
                                         double level);

}  // namespace cxrval::stats
