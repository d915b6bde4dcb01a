// SPDX-License-Identifier: Apache-2.0
#include "stats/evaluation.hpp"

#include "base/error.hpp"
#include "stats/acceleration.hpp"
#include "stats/bootstrap_interval.hpp"
#include "stats/exact_law.hpp"
#include "stats/interval_rows.hpp"
#include "stats/linearised.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace cxrval::stats {
namespace {

// Whether strata of the truth leave the number of cases fixed, as the binomial law has it.
bool within_a_stratum(Measure measure) {
  constexpr std::array inside{Measure::sensitivity, Measure::specificity, Measure::fnr, Measure::fpr};
  return std::find(inside.begin(), inside.end(), measure) != inside.end();
}

class CountEvaluation {
 public:
  CountEvaluation(const Population& population, const Evaluation& wanted)
      : population_(population), wanted_(wanted), design_{wanted.strata == Strata::truth, false} {
    for (const IntervalMethod method : wanted.intervals) {
      const IntervalMethod used = chosen(method);
      draws_ = draws_ || resampling(used);
    }
    draws_ = (draws_ || wanted.estimate == Estimate::bootstrap_mean) && !wanted.exact;
    if (draws_) resamples_ = resample(population, wanted.resamples, wanted.seed);
  }

  std::vector<Metric> rows() {
    std::vector<Metric> rows;
    for (const Measure measure : wanted_.measures) {
      measure_ = measure;
      drawn_ = draws_ ? distribution(measure, resamples_) : Distribution{};
      for (const IntervalMethod method : chosen_methods()) rows.push_back(row(method));
    }
    return rows;
  }

 private:
  IntervalMethod chosen(IntervalMethod method) const {
    if (method != IntervalMethod::automatic) return method;
    const bool few = wanted_.unit == Unit::patient && population_.units() < few_patients;
    return few && !wanted_.exact ? IntervalMethod::linearised_t : IntervalMethod::percentile;
  }

  // Without those that automatic doubles.
  std::vector<IntervalMethod> chosen_methods() const {
    std::vector<IntervalMethod> methods;
    for (const IntervalMethod each : wanted_.intervals) {
      const IntervalMethod method = chosen(each);
      if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.push_back(method);
    }
    return methods;
  }

  Metric row(IntervalMethod method) {
    Metric row = start_row(std::string(name(measure_)), wanted_);
    row.counts = population_.total();
    row.n = population_.units();
    row.estimate = value(measure_, population_.total());
    row.method = method_text(method, wanted_);
    row.rule = "estimate=" + std::string(estimate_text(wanted_.estimate));
    if (resampling(method)) {
      wanted_.exact ? exactly(method, row) : by_resamples(method, row);
    } else if (const auto share_method = proportion_method(method)) {
      of_share(*share_method, row);
    } else if (method == IntervalMethod::linearised || method == IntervalMethod::linearised_t) {
      linearise(method == IntervalMethod::linearised_t, row);
    } else {
      row.reason = "DeLong's intervals are of roc_auc only";
    }
    if (wanted_.strata == Strata::truth) row.rule += ";strata=truth";
    return row;
  }

  void by_resamples(IntervalMethod method, Metric& row) {
    fill_from(drawn_, wanted_, row);
    if (!row.estimate) {
      row.reason = undefined_measure;
      return;
    }
    const std::vector<double> errors =
        method == IntervalMethod::studentised ? standard_errors() : std::vector<double>{};
    set(bootstrap_limits(bootstrap_method(method), Resamples{drawn_.values, errors, wanted_.quantile_type},
                         facts(method, row), wanted_.level),
        row);
    if (wanted_.estimate == Estimate::bootstrap_mean) row.estimate = row.bootstrap_mean;
  }

  SampleFacts facts(IntervalMethod method, const Metric& row) const {
    SampleFacts sample{row.estimate, std::nullopt, std::nullopt, range_of(measure_)};
    if (method == IntervalMethod::bca)
      sample.acceleration = jackknife_acceleration(measure_, population_.clusters(), design_);
    if (method == IntervalMethod::studentised)
      sample.standard_error = linearised(measure_, population_.clusters(), design_).standard_error;
    return sample;
  }

  // Of each defined resample.
  std::vector<double> standard_errors() const {
    std::vector<double> errors;
    std::vector<std::uint64_t> times(population_.clusters().size());
    for (std::size_t i = 0; i < wanted_.resamples; ++i) {
      if (!value(measure_, resamples_[i])) continue;
      population_.draw(wanted_.seed, i, times);
      errors.push_back(
          linearised_resample(measure_, population_.clusters(), times, design_).standard_error.value_or(0));
    }
    return errors;
  }

  void exactly(IntervalMethod method, Metric& row) const {
    row.rule += ";quantile=discrete;undefined=left_out";
    if (!row.estimate) {
      row.undefined = 1;
      row.reason = undefined_measure;
      return;
    }
    const std::array<double, 1> median{0.5};
    const std::array<double, 1> point{*row.estimate};
    const ExactLaw found = law(median, point);
    row.standard_error = found.standard_deviation;
    row.bootstrap_mean = found.mean;
    row.bootstrap_median = found.quantiles[0];
    row.undefined = found.undefined;
    const ResampleLaw resamples{[this](double p) { return law(std::array{p}, {}).quantiles[0]; }, found.points[0].below,
                                found.points[0].equal, found.standard_deviation};
    set(bootstrap_limits(bootstrap_method(method), resamples, facts(method, row), wanted_.level), row);
    if (wanted_.estimate == Estimate::bootstrap_mean) row.estimate = row.bootstrap_mean;
  }

  ExactLaw law(std::span<const double> probabilities, std::span<const double> points) const {
    const Confusion& counts = population_.total();
    if (wanted_.strata == Strata::truth) return exact_law_within_strata(measure_, counts, probabilities, points);
    const auto form = two_counts(measure_, counts);
    if (!form) throw base::Error("the exact law of " + std::string(name(measure_)) + " is not known; use resamples");
    return exact_law(*form, probabilities, points);
  }

  void of_share(ProportionMethod method, Metric& row) const {
    const auto cases = share(measure_, population_.total());
    if (!cases) {
      row.reason = "no share of studies, so it has no such interval";
    } else if (wanted_.unit == Unit::patient) {
      row.reason = "studies of one patient are not independent; use --unit study or another interval";
    } else if (wanted_.strata == Strata::truth && !within_a_stratum(measure_)) {
      row.reason = "strata of the truth fix its numbers of cases otherwise; use another interval";
    } else if (cases->n == 0) {
      row.reason = undefined_measure;
    } else if (method == ProportionMethod::wald && (cases->x == 0 || cases->x == cases->n)) {
      row.reason = "no variance was seen";
    } else {
      const Interval interval = proportion_interval(cases->x, cases->n, wanted_.level, method);
      row.low = interval.low;
      row.high = interval.high;
    }
  }

  void linearise(bool student, Metric& row) const {
    Design design = design_;
    design.small_sample = student;
    row.standard_error = linearised(measure_, population_.clusters(), design).standard_error;
    if (!row.estimate) {
      row.reason = undefined_measure;
      return;
    }
    const Scale scale = student ? scale_within_range(measure_) : usual_scale(measure_);
    if (scale == Scale::logit) row.rule += ";scale=logit";
    set(linearised_limits(measure_, population_.clusters(), {wanted_.level, scale, student, design}), row);
  }

  const Population& population_;
  const Evaluation& wanted_;
  Design design_;
  bool draws_ = false;
  std::vector<Confusion> resamples_;
  Measure measure_ = Measure::f1;
  Distribution drawn_;
};

}  // namespace

std::vector<Metric> evaluate(const Population& population, const Evaluation& wanted) {
  if (wanted.measures.empty()) return {};
  return CountEvaluation(population, wanted).rows();
}

}  // namespace cxrval::stats
