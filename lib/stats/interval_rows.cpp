// SPDX-License-Identifier: Apache-2.0
#include "stats/interval_rows.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cxrval::stats {
namespace {

struct Named {
  IntervalMethod method;
  std::string_view name;
  std::optional<BootstrapMethod> bootstrap{};
  std::optional<ProportionMethod> proportion{};
};

constexpr std::array methods{
    Named{IntervalMethod::automatic, "auto"},
    Named{IntervalMethod::percentile, "percentile", BootstrapMethod::percentile},
    Named{IntervalMethod::basic, "basic", BootstrapMethod::basic},
    Named{IntervalMethod::bca, "bca", BootstrapMethod::bca},
    Named{IntervalMethod::studentised, "studentised", BootstrapMethod::studentised},
    Named{IntervalMethod::normal, "normal", BootstrapMethod::normal},
    Named{IntervalMethod::linearised, "linearised"},
    Named{IntervalMethod::linearised_t, "linearised_t"},
    Named{IntervalMethod::wilson, "wilson", {}, ProportionMethod::wilson},
    Named{IntervalMethod::wilson_cc, "wilson_cc", {}, ProportionMethod::wilson_continuity},
    Named{IntervalMethod::clopper_pearson, "clopper_pearson", {}, ProportionMethod::clopper_pearson},
    Named{IntervalMethod::agresti_coull, "agresti_coull", {}, ProportionMethod::agresti_coull},
    Named{IntervalMethod::jeffreys, "jeffreys", {}, ProportionMethod::jeffreys},
    Named{IntervalMethod::wald, "wald", {}, ProportionMethod::wald},
    Named{IntervalMethod::delong, "delong"},
    Named{IntervalMethod::delong_logit, "delong_logit"},
};

const Named& find(IntervalMethod method) {
  return *std::find_if(methods.begin(), methods.end(), [&](const Named& each) { return each.method == method; });
}

}  // namespace

std::optional<IntervalMethod> parse_interval_method(std::string_view name) {
  const auto found = std::find_if(methods.begin(), methods.end(), [&](const Named& each) { return each.name == name; });
  return found == methods.end() ? std::nullopt : std::optional(found->method);
}

bool resampling(IntervalMethod method) {
  return find(method).bootstrap.has_value();
}

BootstrapMethod bootstrap_method(IntervalMethod method) {
  return find(method).bootstrap.value();
}

std::optional<ProportionMethod> proportion_method(IntervalMethod method) {
  return find(method).proportion;
}

std::string method_text(IntervalMethod method, const Evaluation& wanted) {
  const std::string name(find(method).name);
  if (!resampling(method)) return name;
  if (!wanted.exact) return "bootstrap_" + name;
  return method == IntervalMethod::percentile ? "bootstrap_exact" : "bootstrap_exact_" + name;
}

std::string_view estimate_text(Estimate estimate) {
  constexpr std::array<std::string_view, 4> words{"point", "bootstrap_mean", "smallest", "largest"};
  return words[static_cast<std::size_t>(estimate)];
}

Metric start_row(std::string measure, const Evaluation& wanted) {
  Metric row;
  row.measure = std::move(measure);
  row.level = wanted.level;
  row.unit = wanted.unit == Unit::study ? "study" : "patient";
  return row;
}

void fill_from(const Distribution& drawn, const Evaluation& wanted, Metric& row) {
  row.resamples = wanted.resamples;
  row.seed = wanted.seed;
  row.undefined = static_cast<double>(drawn.undefined);
  row.bootstrap_mean = drawn.mean();
  row.bootstrap_median = drawn.median();
  row.standard_error = drawn.standard_deviation();
  row.rule += ";quantile=type" + std::to_string(wanted.quantile_type) + ";undefined=left_out";
}

void set(Limits limits, Metric& row) {
  row.low = limits.low;
  row.high = limits.high;
  row.reason = std::move(limits.reason);
}

Metric percentile_row(std::string measure, const ResampledNumber& number, const Evaluation& wanted) {
  Metric row = start_row(std::move(measure), wanted);
  row.estimate = number.estimate;
  row.method = method_text(IntervalMethod::percentile, wanted);
  row.rule = "estimate=point";
  fill_from(number.drawn, wanted, row);
  const Resamples resamples{number.drawn.values, {}, wanted.quantile_type};
  const SampleFacts sample{number.estimate, std::nullopt, std::nullopt, number.range};
  set(bootstrap_limits(BootstrapMethod::percentile, resamples, sample, wanted.level), row);
  return row;
}

}  // namespace cxrval::stats
