// SPDX-License-Identifier: Apache-2.0
#include "stats/metric.hpp"

#include "base/number.hpp"
#include "stats/score_measure.hpp"

#include <array>

namespace cxrval::stats {
namespace {

constexpr std::array columns{
    MetricColumn{"measure"},
    MetricColumn{"group"},
    MetricColumn{"estimate", true},
    MetricColumn{"low", true},
    MetricColumn{"high", true},
    MetricColumn{"level", true},
    MetricColumn{"method"},
    MetricColumn{"unit"},
    MetricColumn{"resamples", true},
    MetricColumn{"seed"},
    MetricColumn{"n", true},
    MetricColumn{"undefined", true},
    MetricColumn{"rule"},
    MetricColumn{"tp", true},
    MetricColumn{"fp", true},
    MetricColumn{"fn", true},
    MetricColumn{"tn", true},
    MetricColumn{"standard_error", true},
    MetricColumn{"bootstrap_mean", true},
    MetricColumn{"bootstrap_median", true},
    MetricColumn{"reason"},
};

std::string whole(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "";
}

std::string interval(const Metric& metric, const std::optional<double>& low, const std::optional<double>& high) {
  if (metric.estimate && !low && !high && !metric.reason.empty())
    return " (no " + interval_text(metric.level) + ": " + metric.reason + ')';
  return " (" + interval_text(metric.level) + ' ' + three_digits(low) + ", " + three_digits(high) + ')';
}

}  // namespace

std::span<const MetricColumn> metric_columns() {
  return columns;
}

std::string number_cell(const std::optional<double>& number) {
  return number ? base::format_real(*number) : "";
}

std::vector<std::string> cells(const Metric& m) {
  const auto count = [&m](std::uint64_t Confusion::*cell) { return m.counts ? std::to_string((*m.counts).*cell) : ""; };
  return {m.measure,
          m.group,
          number_cell(m.estimate),
          number_cell(m.low),
          number_cell(m.high),
          number_cell(m.level),
          m.method,
          m.unit,
          whole(m.resamples),
          whole(m.seed),
          std::to_string(m.n),
          number_cell(m.undefined),
          m.rule,
          count(&Confusion::tp),
          count(&Confusion::fp),
          count(&Confusion::fn),
          count(&Confusion::tn),
          number_cell(m.standard_error),
          number_cell(m.bootstrap_mean),
          number_cell(m.bootstrap_median),
          m.reason};
}

// With all digits of the level: 100 * 0.57 is not 57, so the point of its shortest decimal is moved.
std::string interval_text(double level) {
  const std::string shortest = base::format_real(level);
  const std::size_t mark = shortest.find('e');
  const int exponent = mark == std::string::npos ? 0 : base::parse_integer<int>(shortest.substr(mark + 1)).value_or(0);
  const auto moved = base::parse_real(shortest.substr(0, mark) + 'e' + std::to_string(exponent + 2));
  return base::format_real(moved.value_or(100 * level)) + "% CI";
}

std::string subject(const Metric& metric) {
  if (const auto measure = parse_measure(metric.measure)) return std::string(title(*measure));
  if (const auto measure = parse_score_measure(metric.measure)) return title(*measure);
  return metric.measure;
}

std::string three_digits(const std::optional<double>& number) {
  return number ? base::format_fixed(*number, 3) : "undefined";
}

std::string limits_text(const Metric& metric) {
  if (!metric.low && !metric.high) return "";
  return '(' + three_digits(metric.low) + ", " + three_digits(metric.high) + ')';
}

std::string sentence(const Metric& metric) {
  return subject(metric) + ' ' + three_digits(metric.estimate) + interval(metric, metric.low, metric.high);
}

std::string range_sentence(const Metric& smallest, const Metric& largest) {
  return subject(smallest) + ' ' + three_digits(smallest.estimate) + " to " + three_digits(largest.estimate) +
         interval(smallest, smallest.low, largest.high);
}

}  // namespace cxrval::stats
