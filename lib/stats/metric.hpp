// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// One row of a metrics table: a number with everything that is needed to read it.
struct Metric {
  std::string measure;
  std::string group = "all";
  std::optional<double> estimate;
  std::optional<double> low;
  std::optional<double> high;
  double level = 0.95;
  std::string method;
  std::string unit;                        // what was drawn: study or patient
  std::optional<std::uint64_t> resamples;  // nothing for the exact law
  std::optional<std::uint64_t> seed;
  std::uint64_t n = 0;   // number of those units
  double undefined = 0;  // resamples left out; for the exact law their probability
  std::string rule;
  std::optional<Confusion> counts;
  std::optional<double> standard_error;    // of the resamples; of a closed form where nothing was drawn
  std::optional<double> bootstrap_mean;    // over the defined resamples; with the point estimate and the median three
  std::optional<double> bootstrap_median;  // different numbers
  std::string reason;                      // why a number or its limits are not there
};

struct MetricColumn {
  std::string_view name;
  bool number = false;
};

std::span<const MetricColumn> metric_columns();
// A number as tables write it; empty where there is none.
std::string number_cell(const std::optional<double>& number);
// The cells of a row in the order of metric_columns(); what is not there is empty.
std::vector<std::string> cells(const Metric& metric);
// The measure as people read it, such as "F1", and the parts of a sentence about it: three digits or "undefined";
// "(0.635, 0.671)", empty without limits.
std::string subject(const Metric& metric);
std::string three_digits(const std::optional<double>& number);
std::string limits_text(const Metric& metric);
// "95% CI" of level 0.95, with all its digits.
std::string interval_text(double level);
// "F1 0.653 (95% CI 0.635, 0.671)"; a number that is not defined is "undefined".
std::string sentence(const Metric& metric);
// "F1 0.601 to 0.702 (95% CI 0.583, 0.719)" of the smallest and the largest value that something unknown allows: from
// the lower limit of the one to the upper limit of the other.
std::string range_sentence(const Metric& smallest, const Metric& largest);

}  // namespace cxrval::stats
