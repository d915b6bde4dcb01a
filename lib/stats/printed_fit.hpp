// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/printed_number.hpp"
#include "stats/proportion.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::stats {

// A measure as a paper prints it, with limits or without.
struct PrintedMetric {
  Measure measure = Measure::f1;
  PrintedNumber estimate;
  std::optional<std::array<PrintedNumber, 2>> limits;
};

// How the numbers may have come about.
struct PrintedRules {
  bool point = true;                       // the estimate is the measure of the table
  bool mean = true;                        // or, where it has bootstrap limits, the mean over the resamples
  bool bootstrap = true;                   // limits are percentiles over resamples of studies
  std::vector<ProportionMethod> formulas;  // or by one of these; Wald's is for F1 too, by its closed standard error
  double level = 0.95;
  std::uint64_t resamples = 10'000;
  double noise = 3;  // of percentiles and the mean of so many resamples, in standard deviations
};

// What a table gives where the paper prints a metric.
struct FittedMetric {
  std::optional<double> estimate;
  std::string methods;         // of the limits that fit, parted by semicolons
  std::optional<double> mean;  // of infinitely many resamples
  std::optional<double> low;   // the limits of infinitely many resamples, or of the first formula that fits
  std::optional<double> high;
  std::optional<std::array<double, 2>> low_window;  // where a limit of the resamples may lie
  std::optional<std::array<double, 2>> high_window;
  std::optional<double> chance;  // that the percentiles of the resamples are printed as they are
};

// Whether a table gives the printed numbers. The estimate must be in the printed number's cell, compared in whole
// numbers for measures that are a ratio of sums of cells; the mean of B resamples may miss it by `noise` SD / sqrt(B).
// The limit at probability p of B resamples is the quantile of the law of infinitely many resamples at a probability
// with mean p and standard deviation sqrt(p (1 - p) / B), as order statistics of uniform numbers are; so it may be
// anywhere from Q(p - noise sd) to Q(p + noise sd), and this range must meet the printed limit's cell. That is asked
// without quantiles: P(statistic <= cell's upper end) >= p - noise sd, and P(statistic < its lower end) < p + noise sd.
// Limits by a formula must be in their cells, and the estimate beside them is never a mean. Throws base::Error for
// limits of a measure without a law.
bool fits(const PrintedMetric& printed, const Confusion& counts, const PrintedRules& rules);

// The numbers of a table that fits.
FittedMetric describe(const PrintedMetric& printed, const Confusion& counts, const PrintedRules& rules);

// Limits by a formula: of a measure that is a share of studies, or Wald's of F1, whose standard error is
// F sqrt((1 - F)(2 - F) / (2 TP)). Nothing for others.
Interval formula_interval(Measure measure, const Confusion& counts, ProportionMethod method, double level);

}  // namespace cxrval::stats
