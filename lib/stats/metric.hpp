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
  Confusion counts;
};

struct MetricColumn {
  std::string_view name;
  bool number = false;
};

std::span<const MetricColumn> metric_columns();
// The cells of a row in the order of metric_columns(); what is not there is empty.
std::vector<std::string> cells(const Metric& metric);
// "F1 0.653 (95% CI 0.635, 0.671)"; a number that is not defined is "undefined".
std::string sentence(const Metric& metric);
// "F1 0.601 to 0.702 (95% CI 0.583, 0.719)" of the smallest and the largest value that something unknown allows: from
// the lower limit of the one to the upper limit of the other.
std::string range_sentence(const Metric& smallest, const Metric& largest);

enum class Unit { study, patient };
// The measure on the sample; its mean over the resamples; the sample chosen as the one with the smallest or the
// largest.
enum class Estimate { point, bootstrap_mean, smallest, largest };

struct Evaluation {
  std::vector<Measure> measures;
  std::size_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;  // between 0 and 1
  Unit unit = Unit::study;
  Estimate estimate = Estimate::point;
};

// Percentile bootstrap: all measures over the same resamples.
std::vector<Metric> evaluate(const Population& population, const Evaluation& wanted);
// The law of infinitely many resamples of studies; resamples, seed and unit are not used. Throws base::Error for a
// measure that is no statistic of two counts.
std::vector<Metric> evaluate_exactly(const Confusion& counts, const Evaluation& wanted);

}  // namespace cxrval::stats
