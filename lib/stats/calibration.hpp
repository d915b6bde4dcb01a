// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cxrval::stats {

struct CalibrationBin {
  double low = 0;  // the edges
  double high = 0;
  std::uint64_t n = 0;
  std::uint64_t positives = 0;
  std::optional<double> mean_probability;  // nothing in an empty bin
  std::optional<double> observed;          // positives / n
};

// Probabilities against the share that came true, of the positive class (not of the more likely one), in k bins
// [0, 1/k), [1/k, 2/k) ... [(k - 1)/k, 1]: a probability is held against the double nearest to each edge, which is what
// the decimal edge reads as, and never multiplied. `weights` says how often each study counts, in the order of
// `scored`; empty for once each. No bins at all for no study and for scores outside 0..1. Throws std::invalid_argument
// for a count of 0 and above 1e6.
std::vector<CalibrationBin> calibration_bins(const Scored& scored, std::span<const std::uint32_t> weights,
                                             std::size_t count = 10);

// What bins say in single numbers.
struct BinnedCalibration {
  std::optional<double> ece;  // sum n_b / n |mean_probability - observed|
  std::optional<double> mce;  // the largest of these gaps over bins with studies
  // Murphy's parts (J. Appl. Meteorol. 12, 1973): reliability - resolution + uncertainty is the Brier score where the
  // probabilities within each bin are equal, and near it elsewhere.
  std::optional<double> reliability;  // sum n_b / n (mean_probability - observed)^2
  std::optional<double> resolution;   // sum n_b / n (observed - prevalence)^2
  std::optional<double> uncertainty;  // prevalence (1 - prevalence)
  std::string_view reason;            // why there is nothing
};

BinnedCalibration binned_calibration(std::span<const CalibrationBin> bins);
// With the reason told apart: no study, or scores that are no probabilities.
BinnedCalibration binned_calibration(const Scored& scored, std::span<const std::uint32_t> weights,
                                     std::size_t count = 10);

}  // namespace cxrval::stats
