// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/bootstrap_interval.hpp"
#include "stats/evaluation.hpp"
#include "stats/limits.hpp"
#include "stats/metric.hpp"
#include "stats/proportion.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::stats {

// What the rows of all measures have in common.

inline constexpr std::string_view undefined_measure = "the measure is undefined for these studies";

// Whether a method's limits are made of resamples.
bool resampling(IntervalMethod method);
// Of a method for which resampling() holds.
BootstrapMethod bootstrap_method(IntervalMethod method);
std::optional<ProportionMethod> proportion_method(IntervalMethod method);

// The column method, such as "bootstrap_percentile" and "linearised_t".
std::string method_text(IntervalMethod method, const Evaluation& wanted);
std::string_view estimate_text(Estimate estimate);

// A row without numbers.
Metric start_row(std::string measure, const Evaluation& wanted);
// What the resamples themselves show: mean, median, standard deviation, undefined ones.
void fill_from(const Distribution& drawn, const Evaluation& wanted, Metric& row);
void set(Limits limits, Metric& row);

// A number with its resamples and the range of what is possible.
struct ResampledNumber {
  std::optional<double> estimate;
  const Distribution& drawn;
  Range range{0, 1};
};

// A row of it with percentile limits.
Metric percentile_row(std::string measure, const ResampledNumber& number, const Evaluation& wanted);

}  // namespace cxrval::stats
