// SPDX-License-Identifier: Apache-2.0
#include "stats/acceleration.hpp"
#include "stats/auc_error.hpp"
#include "stats/bootstrap_interval.hpp"
#include "stats/delong.hpp"
#include "stats/evaluation.hpp"
#include "stats/interval_rows.hpp"
#include "stats/score_resamples.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::stats {
namespace {

Range range_of(ScoreKind kind) {
  switch (kind) {
    case ScoreKind::calibration_slope:
    case ScoreKind::calibration_intercept:
    case ScoreKind::calibration_in_the_large:
      return {};
    case ScoreKind::brier_scaled:
    case ScoreKind::net_benefit:
    case ScoreKind::standardised_net_benefit: {
      Range range;
      range.most = 1;
      return range;
    }
    default:
      return {0, 1};
  }
}

class ScoreEvaluation {
 public:
  ScoreEvaluation(const Scored& scored, const Evaluation& wanted)
      : scored_(scored),
        wanted_(wanted),
        units_(wanted.unit == Unit::patient ? scored.patient_count() : scored.size()),
        resampling_(score_resampling(wanted)) {}

  std::vector<Metric> rows() {
    std::vector<ResampleValues> values(wanted_.score_measures.size());
    if (draws() && units_ > 0) values = resample_values(scored_, wanted_.score_measures, resampling_);
    std::vector<Metric> rows;
    for (std::size_t i = 0; i < values.size(); ++i) {
      measure_ = wanted_.score_measures[i];
      point_ = value(measure_, scored_);
      drawn_ = distribution(values[i]);
      std::vector<IntervalMethod> done;
      for (const IntervalMethod each : wanted_.intervals) {
        const IntervalMethod method = chosen(each);
        if (std::find(done.begin(), done.end(), method) != done.end()) continue;
        done.push_back(method);
        rows.push_back(row(method));
      }
    }
    return rows;
  }

 private:
  bool is_auc() const { return measure_.kind == ScoreKind::roc_auc; }

  // Only AUC has a closed form for few patients.
  IntervalMethod chosen(IntervalMethod method) const {
    if (method != IntervalMethod::automatic) return method;
    const bool few = wanted_.unit == Unit::patient && units_ < few_patients;
    return few && is_auc() ? IntervalMethod::delong_logit : IntervalMethod::percentile;
  }

  bool draws() {
    if (wanted_.estimate == Estimate::bootstrap_mean) return true;
    for (const ScoreMeasure& measure : wanted_.score_measures) {
      measure_ = measure;
      for (const IntervalMethod method : wanted_.intervals) {
        if (resampling(chosen(method))) return true;
      }
    }
    return false;
  }

  Metric row(IntervalMethod method) const {
    Metric row = start_row(name(measure_), wanted_);
    row.n = units_;
    row.estimate = point_.value;
    row.method = method_text(method, wanted_);
    row.rule = "estimate=" + std::string(estimate_text(wanted_.estimate));
    if (resampling(method)) {
      by_resamples(method, row);
    } else if (method == IntervalMethod::delong || method == IntervalMethod::delong_logit) {
      by_delong(method, row);
    } else {
      row.reason = "measures of probabilities have no such interval";
    }
    if (!point_.value) row.reason = point_.reason;
    if (wanted_.strata == Strata::truth && resampling(method)) row.rule += ";strata=truth";
    return row;
  }

  void by_resamples(IntervalMethod method, Metric& row) const {
    fill_from(drawn_, wanted_, row);
    if (!point_.value) return;
    SampleFacts sample{point_.value, std::nullopt, std::nullopt, range_of(measure_.kind)};
    std::vector<double> errors;
    std::string missing;
    if (method == IntervalMethod::bca) missing = accelerate(sample);
    if (method == IntervalMethod::studentised) missing = take_errors(sample, errors);
    if (missing.empty()) {
      set(bootstrap_limits(bootstrap_method(method), Resamples{drawn_.values, errors, wanted_.quantile_type}, sample,
                           wanted_.level),
          row);
    } else {
      row.reason = std::move(missing);
    }
    if (wanted_.estimate == Estimate::bootstrap_mean) row.estimate = row.bootstrap_mean;
  }

  // Why it cannot be.
  std::string accelerate(SampleFacts& sample) const {
    if (wanted_.strata == Strata::truth) return "BCa limits of resamples within strata are not known for probabilities";
    const Jackknife found = jackknife(scored_, measure_, wanted_.unit, wanted_.threads);
    if (found.values.empty()) return found.reason;
    const std::vector<double> once(found.values.size(), 1);
    sample.acceleration = acceleration(found.values, once);
    return "";
  }

  std::string take_errors(SampleFacts& sample, std::vector<double>& errors) const {
    if (!is_auc()) return "of the measures of probabilities only roc_auc has studentised limits";
    const std::vector<std::uint32_t> once(scored_.size(), 1);
    const auto own = AucError(scored_, wanted_.unit)(once);
    if (own) sample.standard_error = own->standard_error;
    for (const auto& each : resample_auc_errors(scored_, resampling_)) {
      if (each) errors.push_back(each->standard_error.value_or(0));
    }
    return "";
  }

  void by_delong(IntervalMethod method, Metric& row) const {
    if (!is_auc()) {
      row.reason = "DeLong's intervals are of roc_auc only";
      return;
    }
    const bool patients = wanted_.unit == Unit::patient;
    const bool logit = method == IntervalMethod::delong_logit;
    row.method = patients ? (logit ? "obuchowski_logit" : "obuchowski") : row.method;
    const ModelScores scores = one_model(scored_);
    const AucEstimates found = patients ? obuchowski(scores) : delong(scores);
    row.standard_error = found.standard_error(0);
    const AucInterval interval =
        logit ? logit_interval(found, 0, wanted_.level) : wald_interval(found, 0, wanted_.level);
    set({interval.auc.low, interval.auc.high, interval.reason}, row);
  }

  const Scored& scored_;
  const Evaluation& wanted_;
  std::uint64_t units_;
  ScoreResampling resampling_;
  ScoreMeasure measure_;
  ScoreValue point_;
  Distribution drawn_;
};

}  // namespace

ScoreResampling score_resampling(const Evaluation& wanted) {
  return {{wanted.unit, wanted.strata == Strata::truth, wanted.seed}, wanted.resamples, wanted.threads};
}

std::vector<Metric> evaluate_scores(const Scored& scored, const Evaluation& wanted) {
  if (wanted.score_measures.empty()) return {};
  return ScoreEvaluation(scored, wanted).rows();
}

}  // namespace cxrval::stats
