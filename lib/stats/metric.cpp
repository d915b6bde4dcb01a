// SPDX-License-Identifier: Apache-2.0
#include "stats/metric.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "stats/exact_law.hpp"

#include <array>

namespace cxrval::stats {
namespace {

constexpr std::array columns{
    MetricColumn{"measure"},   MetricColumn{"group"},      MetricColumn{"estimate", true},
    MetricColumn{"low", true}, MetricColumn{"high", true}, MetricColumn{"level", true},
    MetricColumn{"method"},    MetricColumn{"unit"},       MetricColumn{"resamples", true},
    MetricColumn{"seed"},      MetricColumn{"n", true},    MetricColumn{"undefined", true},
    MetricColumn{"rule"},      MetricColumn{"tp", true},   MetricColumn{"fp", true},
    MetricColumn{"fn", true},  MetricColumn{"tn", true},
};

std::string real(const std::optional<double>& number) {
  return number ? base::format_real(*number) : "";
}
std::string whole(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "";
}

std::string three_digits(const std::optional<double>& number) {
  return number ? base::format_fixed(*number, 3) : "undefined";
}

// With all digits of the level: 100 * 0.57 is not 57, so the point of its shortest decimal is moved.
std::string percent(double level) {
  const std::string shortest = base::format_real(level);
  const std::size_t mark = shortest.find('e');
  const int exponent = mark == std::string::npos ? 0 : base::parse_integer<int>(shortest.substr(mark + 1)).value_or(0);
  const auto moved = base::parse_real(shortest.substr(0, mark) + 'e' + std::to_string(exponent + 2));
  return base::format_real(moved.value_or(100 * level));
}

std::string subject(const Metric& metric) {
  const auto measure = parse_measure(metric.measure);
  return std::string(measure ? title(*measure) : std::string_view(metric.measure));
}

std::string interval(const Metric& metric, const std::optional<double>& low, const std::optional<double>& high) {
  return " (" + percent(metric.level) + "% CI " + three_digits(low) + ", " + three_digits(high) + ')';
}

std::array<double, 2> tails(double level) {
  const double tail = (1 - level) / 2;
  return {tail, 1 - tail};
}

Metric start_row(Measure measure, const Confusion& counts, const Evaluation& wanted) {
  Metric row;
  row.measure = name(measure);
  row.level = wanted.level;
  row.counts = counts;
  row.estimate = value(measure, counts);
  return row;
}

std::string rule(Estimate estimate, std::string_view quantile) {
  constexpr std::array<std::string_view, 4> words{"point", "bootstrap_mean", "smallest", "largest"};
  return "estimate=" + std::string(words[static_cast<std::size_t>(estimate)]) + ";quantile=" + std::string(quantile) +
         ";undefined=left_out";
}

}  // namespace

std::span<const MetricColumn> metric_columns() {
  return columns;
}

std::vector<std::string> cells(const Metric& m) {
  const auto count = [](std::uint64_t number) { return std::to_string(number); };
  return {m.measure,          m.group,           real(m.estimate), real(m.low),        real(m.high),
          real(m.level),      m.method,          m.unit,           whole(m.resamples), whole(m.seed),
          count(m.n),         real(m.undefined), m.rule,           count(m.counts.tp), count(m.counts.fp),
          count(m.counts.fn), count(m.counts.tn)};
}

std::string sentence(const Metric& metric) {
  return subject(metric) + ' ' + three_digits(metric.estimate) + interval(metric, metric.low, metric.high);
}

std::string range_sentence(const Metric& smallest, const Metric& largest) {
  return subject(smallest) + ' ' + three_digits(smallest.estimate) + " to " + three_digits(largest.estimate) +
         interval(smallest, smallest.low, largest.high);
}

std::vector<Metric> evaluate(const Population& population, const Evaluation& wanted) {
  const std::vector<Confusion> resamples = resample(population, wanted.resamples, wanted.seed);
  const auto [lower, upper] = tails(wanted.level);
  std::vector<Metric> rows;
  for (const Measure measure : wanted.measures) {
    const Distribution found = distribution(measure, resamples);
    Metric row = start_row(measure, population.total(), wanted);
    if (wanted.estimate == Estimate::bootstrap_mean) row.estimate = found.mean();
    row.low = found.quantile(lower);
    row.high = found.quantile(upper);
    row.method = "bootstrap_percentile";
    row.unit = wanted.unit == Unit::study ? "study" : "patient";
    row.resamples = wanted.resamples;
    row.seed = wanted.seed;
    row.n = population.units();
    row.undefined = static_cast<double>(found.undefined);
    row.rule = rule(wanted.estimate, "type7");
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Metric> evaluate_exactly(const Confusion& counts, const Evaluation& wanted) {
  const std::array<double, 2> probabilities = tails(wanted.level);
  std::vector<Metric> rows;
  for (const Measure measure : wanted.measures) {
    const auto form = two_counts(measure, counts);
    if (!form) throw base::Error("the exact law of " + std::string(name(measure)) + " is not known; use resamples");
    Metric row = start_row(measure, counts, wanted);
    row.method = "bootstrap_exact";
    row.unit = "study";
    row.n = counts.total();
    row.rule = rule(wanted.estimate, "discrete");
    if (!row.estimate) {
      row.undefined = 1;
    } else {
      const ExactLaw law = exact_law(*form, probabilities);
      if (wanted.estimate == Estimate::bootstrap_mean) row.estimate = law.mean;
      row.low = law.quantiles[0];
      row.high = law.quantiles[1];
      row.undefined = law.undefined;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace cxrval::stats
