// SPDX-License-Identifier: Apache-2.0
#include "stats/score_measure.hpp"

#include "base/number.hpp"
#include "stats/brier.hpp"
#include "stats/calibration.hpp"
#include "stats/net_benefit.hpp"
#include "stats/recalibration.hpp"

#include <algorithm>
#include <array>

namespace cxrval::stats {
namespace {

enum class Parameter { none, share, share_below_1, bins };

struct Entry {
  ScoreKind kind;
  std::string_view name;
  std::string_view title;
  Parameter parameter;
  std::string_view stands_for;  // in help texts
};

constexpr std::array entries{
    Entry{ScoreKind::roc_auc, "roc_auc", "AUC", Parameter::none, ""},
    Entry{ScoreKind::average_precision, "average_precision", "average precision", Parameter::none, ""},
    Entry{ScoreKind::pr_auc, "pr_auc", "area under the precision-recall curve", Parameter::none, ""},
    Entry{ScoreKind::partial_auc, "partial_auc", "partial AUC down to specificity", Parameter::share_below_1,
          "SPECIFICITY"},
    Entry{ScoreKind::partial_auc_corrected, "partial_auc_corrected", "corrected partial AUC down to specificity",
          Parameter::share_below_1, "SPECIFICITY"},
    Entry{ScoreKind::sensitivity_at_specificity, "sensitivity_at_specificity", "sensitivity at specificity",
          Parameter::share, "SPECIFICITY"},
    Entry{ScoreKind::specificity_at_sensitivity, "specificity_at_sensitivity", "specificity at sensitivity",
          Parameter::share, "SENSITIVITY"},
    Entry{ScoreKind::brier, "brier", "Brier score", Parameter::none, ""},
    Entry{ScoreKind::brier_scaled, "brier_scaled", "scaled Brier score", Parameter::none, ""},
    Entry{ScoreKind::ece, "ece", "expected calibration error", Parameter::bins, "BINS"},
    Entry{ScoreKind::mce, "mce", "largest calibration error", Parameter::bins, "BINS"},
    Entry{ScoreKind::calibration_slope, "calibration_slope", "calibration slope", Parameter::none, ""},
    Entry{ScoreKind::calibration_intercept, "calibration_intercept", "calibration intercept", Parameter::none, ""},
    Entry{ScoreKind::calibration_in_the_large, "calibration_in_the_large", "calibration in the large", Parameter::none,
          ""},
    Entry{ScoreKind::net_benefit, "net_benefit", "net benefit at threshold", Parameter::share_below_1, "THRESHOLD"},
    Entry{ScoreKind::standardised_net_benefit, "standardised_net_benefit", "standardised net benefit at threshold",
          Parameter::share_below_1, "THRESHOLD"},
};

constexpr std::size_t default_bins = 10;
constexpr std::size_t most_bins = 1000;

const Entry& entry(ScoreKind kind) {
  return *std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.kind == kind; });
}

bool fits(Parameter wanted, const std::optional<std::string_view>& text) {
  if (wanted == Parameter::none) return !text;
  if (wanted == Parameter::bins) {
    if (!text) return true;
    const auto bins = base::parse_integer<std::size_t>(*text);
    return bins && *bins >= 1 && *bins <= most_bins;
  }
  const std::optional<Fraction> share = text ? parse_share(*text) : std::nullopt;
  return share && (wanted == Parameter::share || share->part < share->whole);
}

std::size_t bins_of(const ScoreMeasure& measure) {
  return measure.parameter.empty() ? default_bins : base::parse_integer<std::size_t>(measure.parameter).value();
}

Fraction share_of(const ScoreMeasure& measure) {
  return parse_share(measure.parameter).value();
}

std::string why_no_curve(const ScoreMeasure& measure, const RocCurve& curve) {
  if (curve.positives == 0) return "no study is positive, so " + title(measure) + " is not defined";
  return "no study is negative, so " + title(measure) + " is not defined";
}

std::optional<double> of_curve(const ScoreMeasure& measure, const RocCurve& curve) {
  switch (measure.kind) {
    case ScoreKind::average_precision:
      return average_precision(curve);
    case ScoreKind::pr_auc:
      return pr_auc(curve);
    case ScoreKind::partial_auc:
      if (const auto found = partial_area_by_specificity(curve, share_of(measure))) return found->area;
      return std::nullopt;
    case ScoreKind::partial_auc_corrected:
      if (const auto found = partial_area_by_specificity(curve, share_of(measure))) return found->corrected;
      return std::nullopt;
    case ScoreKind::sensitivity_at_specificity:
      if (const auto point = at_specificity(curve, share_of(measure))) return sensitivity(curve, *point);
      return std::nullopt;
    case ScoreKind::specificity_at_sensitivity:
      if (const auto point = at_sensitivity(curve, share_of(measure))) return specificity(curve, *point);
      return std::nullopt;
    default:
      return roc_auc(curve);
  }
}

ScoreValue with_reason(std::optional<double> value, std::string_view reason) {
  return {value, value ? std::string() : std::string(reason)};
}

ScoreValue of_recalibration(ScoreKind kind, const Recalibration& found) {
  if (kind == ScoreKind::calibration_slope) return with_reason(found.slope, found.reason);
  if (kind == ScoreKind::calibration_intercept) return with_reason(found.intercept, found.reason);
  return with_reason(found.in_the_large, found.in_the_large_reason);
}

ScoreValue of_probabilities(const ScoreMeasure& measure, const Scored& scored, StudyWeights weights) {
  switch (measure.kind) {
    case ScoreKind::brier: {
      const Brier found = brier(scored, weights);
      return with_reason(found.score, found.reason);
    }
    case ScoreKind::brier_scaled: {
      const Brier found = brier(scored, weights);
      return with_reason(found.scaled, found.scaled_reason);
    }
    case ScoreKind::ece:
    case ScoreKind::mce: {
      const auto found = binned_calibration(scored, weights, bins_of(measure));
      return with_reason(measure.kind == ScoreKind::ece ? found.ece : found.mce, found.reason);
    }
    case ScoreKind::net_benefit:
    case ScoreKind::standardised_net_benefit: {
      const NetBenefit found = net_benefit(scored, weights, base::parse_real(measure.parameter).value());
      return with_reason(measure.kind == ScoreKind::net_benefit ? found.estimate : found.standardised, found.reason);
    }
    default:
      return of_recalibration(measure.kind, recalibrate(scored, weights));
  }
}

}  // namespace

std::optional<ScoreMeasure> parse_score_measure(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view wanted = text.substr(0, at);
  const auto parameter = at == std::string_view::npos ? std::nullopt : std::optional(text.substr(at + 1));
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.name == wanted; });
  if (found == entries.end() || !fits(found->parameter, parameter)) return std::nullopt;
  return ScoreMeasure{found->kind, std::string(parameter.value_or(""))};
}

std::string name(const ScoreMeasure& measure) {
  const std::string base(entry(measure.kind).name);
  return measure.parameter.empty() ? base : base + "@" + measure.parameter;
}

std::string title(const ScoreMeasure& measure) {
  const Entry& found = entry(measure.kind);
  const std::string base(found.title);
  if (measure.parameter.empty()) return base;
  if (found.parameter == Parameter::bins) return base + " in " + measure.parameter + " bins";
  return base + " " + measure.parameter;
}

bool reads_curve(const ScoreMeasure& measure) {
  return measure.kind <= ScoreKind::specificity_at_sensitivity;
}

ScoreValue value(const ScoreMeasure& measure, const Scored& scored, StudyWeights weights) {
  return value(measure, scored, weights, reads_curve(measure) ? roc_curve(scored, weights) : RocCurve{});
}

ScoreValue value(const ScoreMeasure& measure, const Scored& scored, StudyWeights weights, const RocCurve& curve) {
  if (!reads_curve(measure)) return of_probabilities(measure, scored, weights);
  const std::optional<double> found = of_curve(measure, curve);
  return {found, found ? std::string() : why_no_curve(measure, curve)};
}

}  // namespace cxrval::stats
