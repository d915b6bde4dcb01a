// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "stats/exact_law.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::check_printed {
namespace {

using base::UsageError;
using stats::PrintedMetric;
using stats::PrintedNumber;

constexpr std::uint64_t most_studies = 1'000'000'000;
constexpr std::uint64_t most_resamples = 10'000'000;
constexpr double most_noise = 100;

const std::string printed_form =
    "--printed needs NAME=ESTIMATE or NAME=ESTIMATE,LOW,HIGH as printed, such as f1=0.653,0.635,0.671 or "
    "accuracy=79.6%";

// A measure is no count: 1 could be anything that is rounded to it.
PrintedNumber parse_number(std::string_view text) {
  const auto number = stats::parse_printed(text);
  if (!number) throw UsageError(printed_form);
  if (number->is_count()) {
    throw UsageError("--printed needs digits behind the point as they are printed, such as 1.00 where 1.00 is printed");
  }
  return *number;
}

PrintedMetric parse_metric(const std::string& text) {
  const auto [name, numbers] = split_equation(text, printed_form);
  const auto measure = stats::parse_measure(name);
  if (!measure) {
    std::string known;
    for (const stats::Measure each : stats::all_measures()) known += ' ' + std::string(stats::name(each));
    throw UsageError("--printed knows no such measure; NAME is one of" + known);
  }
  const std::vector<std::string_view> parts = split(numbers, ',');
  if (parts.size() != 1 && parts.size() != 3) throw UsageError(printed_form);
  PrintedMetric metric{*measure, parse_number(parts[0]), std::nullopt};
  if (parts.size() == 3) {
    metric.limits = {parse_number(parts[1]), parse_number(parts[2])};
    if ((*metric.limits)[0].value() > (*metric.limits)[1].value()) {
      throw UsageError("--printed " + std::string(name) + " has a lower limit above the upper one; " + printed_form);
    }
    if (!stats::two_counts(*measure, {})) {
      throw UsageError("--printed knows no intervals of " + std::string(name) + "; give its estimate alone");
    }
  }
  return metric;
}

std::vector<PrintedMetric> parse_metrics(const Options& options) {
  std::vector<PrintedMetric> metrics;
  for (const std::string& text : options.printed) {
    PrintedMetric metric = parse_metric(text);
    const auto same = [&](const PrintedMetric& other) { return other.measure == metric.measure; };
    if (std::any_of(metrics.begin(), metrics.end(), same)) {
      throw UsageError("--printed " + std::string(stats::name(metric.measure)) +
                       " is given more than once; give it once");
    }
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

stats::PrintedRules parse_rules(const Options& options, const std::vector<PrintedMetric>& metrics) {
  stats::PrintedRules rules;
  rules.point = options.estimate != "mean";
  rules.mean = options.estimate != "point";
  rules.bootstrap = options.interval == "bootstrap" || options.interval == "any";
  if (options.interval == "any") {
    const auto all = stats::all_proportion_methods();
    rules.formulas.assign(all.begin(), all.end());
  } else if (!rules.bootstrap) {
    rules.formulas.push_back(*stats::parse_proportion_method(options.interval));
  }
  const auto without_limits = [](const PrintedMetric& metric) { return !metric.limits; };
  if (options.estimate == "mean" && std::all_of(metrics.begin(), metrics.end(), without_limits)) {
    throw UsageError("--estimate mean is of measures with bootstrap limits, and none has limits; leave it out");
  }
  if (options.estimate == "mean" && !rules.bootstrap) {
    throw UsageError("--estimate mean is of a bootstrap; leave it out with --interval " + options.interval);
  }
  if (!(options.level > 0 && options.level < 1)) {
    throw UsageError("--level needs a number between 0 and 1, such as 0.95");
  }
  if (options.resamples < 1 || options.resamples > most_resamples) {
    throw UsageError("--resamples needs a number from 1 to 10000000");
  }
  if (!(options.noise >= 0 && options.noise <= most_noise)) {
    throw UsageError("--noise needs a number of standard deviations from 0 to 100, such as 3");
  }
  rules.level = options.level;
  rules.resamples = options.resamples;
  rules.noise = options.noise;
  return rules;
}

// F1 has no other formula than Wald's, so that a table could never fit.
void check_formulas(const stats::PrintedStudy& study, const Options& options) {
  for (const PrintedMetric& metric : study.metrics) {
    const bool proportion = stats::two_counts(metric.measure, {}) && stats::two_counts(metric.measure, {})->weight == 1;
    if (metric.limits && !study.rules.bootstrap && !proportion && options.interval != "wald") {
      throw UsageError("--interval " + options.interval + " is for shares, and " +
                       std::string(stats::name(metric.measure)) + " is none; use bootstrap, wald or any");
    }
  }
}

void parse_positives(const Options& options, stats::PrintedStudy& study) {
  constexpr const char* form =
      "--positives needs a number of abnormal studies, such as 1756, or a range, such as 1700..1800";
  const std::string_view text = options.positives;
  const std::size_t dots = text.find("..");
  const auto from = base::parse_integer<std::uint64_t>(text.substr(0, dots));
  const auto to = dots == std::string_view::npos ? from : base::parse_integer<std::uint64_t>(text.substr(dots + 2));
  if (!from || !to || *from > *to) throw UsageError(form);
  if (*to > study.n) throw UsageError("--positives is more than --n");
  study.positives_from = *from;
  study.positives_to = *to;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::pair<std::string_view, std::string_view> split_equation(std::string_view text, const std::string& wanted) {
  const std::size_t at = text.find('=');
  if (at == std::string_view::npos) throw UsageError(wanted);
  return {text.substr(0, at), text.substr(at + 1)};
}

stats::PrintedStudy parse_study(const Options& options) {
  stats::PrintedStudy study;
  study.metrics = parse_metrics(options);
  study.rules = parse_rules(options, study.metrics);
  check_formulas(study, options);
  const auto n = base::parse_integer<std::uint64_t>(options.n);
  if (!n || *n < 1 || *n > most_studies) {
    throw UsageError("--printed needs --n, the number of studies (1 to 1000000000)");
  }
  study.n = *n;
  if (options.positives.empty()) {
    throw UsageError("--printed needs --positives, the number of abnormal studies or a range such as 0.." + options.n);
  }
  parse_positives(options, study);
  return study;
}

}  // namespace cxrval::check_printed
