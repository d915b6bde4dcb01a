// SPDX-License-Identifier: Apache-2.0
#include "stats/class_scores.hpp"

#include "stats/auc_sweep.hpp"
#include "stats/class_averages.hpp"
#include "stats/delong.hpp"
#include "stats/interval_rows.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cxrval::stats {
namespace {

using Values = std::span<std::optional<double>>;

constexpr std::size_t macro = 0, weighted = 1, micro = 2;  // behind the classes; all three of an area

bool is_auc(const ScoreMeasure& measure) {
  return measure.kind == ScoreKind::roc_auc;
}

Scored scored_of(const ClassSample& sample, std::size_t class_index) {
  std::vector<ScoredStudy> studies;
  for (std::size_t i = 0; i < sample.studies(); ++i) {
    const std::size_t at = i * sample.classes + class_index;
    studies.push_back({sample.scores[at], sample.truth[at] != 0, sample.units[i]});
  }
  return Scored(std::move(studies));
}

Scored scored_of_all(const ClassSample& sample) {
  std::vector<ScoredStudy> pairs;
  for (std::size_t at = 0; at < sample.scores.size(); ++at) {
    pairs.push_back({sample.scores[at], sample.truth[at] != 0, sample.units[at / sample.classes]});
  }
  return Scored(std::move(pairs));
}

// By the sample's numbers, so that a draw of units serves predictions and all classes.
std::vector<std::uint32_t> units_of(const Scored& scored, const ClassSample& sample) {
  std::vector<std::uint32_t> known = sample.units;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::vector<std::uint32_t> units;
  units.reserve(scored.size());
  for (const std::uint32_t patient : scored.patients()) units.push_back(known[patient]);
  return units;
}

}  // namespace

// One class against all others, or all pairs.
struct ClassScores::Ranked {
  Ranked(Scored of, const ClassSample& sample)
      : scored(std::move(of)), units(units_of(scored, sample)), sweep(scored, units) {}

  Scored scored;
  std::vector<std::uint32_t> units;  // of each study in the order of the scores
  AucSweep sweep;
};

// Memory of a resample that the classes use one after the other.
struct ClassScores::Scratch {
  std::vector<std::uint8_t> swept;
  std::vector<std::uint32_t> weights;
  RocCurve curve;
};

ClassScores::ClassScores(ClassSample sample, std::vector<ScoreMeasure> measures)
    : sample_(std::move(sample)), measures_(std::move(measures)) {
  for (std::size_t c = 0; c < sample_.classes; ++c) {
    classes_.emplace_back(scored_of(sample_, c), sample_);
    counted_.push_back(classes_.back().scored.positives() > 0 ? 1 : 0);
  }
  if (std::any_of(measures_.begin(), measures_.end(), is_auc)) {
    together_ = std::make_unique<Ranked>(scored_of_all(sample_), sample_);
  }
  for (const ScoreMeasure& measure : measures_) {
    if (!is_auc(measure) && measure.kind != ScoreKind::sensitivity_at_specificity) {
      throw std::invalid_argument("ClassScores: another measure");
    }
    curves_ = curves_ || !is_auc(measure);
    places_.push_back(count_);
    count_ += sample_.classes + (is_auc(measure) ? micro : macro) + 1;
  }
}

ClassScores::~ClassScores() = default;
ClassScores::ClassScores(ClassScores&&) noexcept = default;
ClassScores& ClassScores::operator=(ClassScores&&) noexcept = default;

// How many studies the class is true of.
std::uint64_t ClassScores::measure_class(std::size_t class_index, std::span<const std::uint8_t> times, Scratch& scratch,
                                         Values values) const {
  const Ranked& ranked = classes_[class_index];
  if (curves_) {
    scratch.weights.resize(ranked.units.size());
    for (std::size_t i = 0; i < ranked.units.size(); ++i) scratch.weights[i] = times[ranked.units[i]];
    roc_curve(ranked.scored, scratch.weights, scratch.curve);
  }
  std::uint64_t positives = scratch.curve.positives;
  for (std::size_t m = 0; m < measures_.size(); ++m) {
    if (is_auc(measures_[m])) {
      const AucFraction area = ranked.sweep(times, scratch.swept);
      positives = area.positives;
      values[place(m, class_index)] = area.value();
    } else {
      values[place(m, class_index)] = value(measures_[m], ranked.scored, scratch.weights, scratch.curve).value;
    }
  }
  return positives;
}

void ClassScores::measure(std::span<const std::uint8_t> times, Values values) const {
  Scratch scratch;
  std::vector<std::uint64_t> studies;
  for (std::size_t c = 0; c < sample_.classes; ++c) studies.push_back(measure_class(c, times, scratch, values));
  for (std::size_t m = 0; m < measures_.size(); ++m) {
    const Values of_classes = values.subspan(place(m, 0), sample_.classes);
    const Values averages = values.subspan(place(m, sample_.classes));
    averages[macro] = macro_average(of_classes, counted_);
    if (!is_auc(measures_[m])) continue;
    averages[weighted] = weighted_average(of_classes, studies);
    averages[micro] = together_->sweep(times, scratch.swept).value();
  }
}

std::string ClassScores::why_undefined(std::size_t class_index) const {
  return counted_[class_index] != 0 ? "always true" : "never true";
}

Metric ClassScores::auc_row(std::size_t class_index, const Evaluation& wanted) const {
  const ModelScores scores = one_model(classes_[class_index].scored);
  const bool clusters = wanted.unit == Unit::patient;
  const AucEstimates found = clusters ? obuchowski(scores) : delong(scores);
  const AucInterval interval = wald_interval(found, 0, wanted.level);
  Metric row = start_row("roc_auc", wanted);
  row.estimate = interval.auc.estimate;
  row.low = interval.auc.low;
  row.high = interval.auc.high;
  row.standard_error = found.standard_error(0);
  row.method = clusters ? "obuchowski" : "delong";
  row.rule = "estimate=point";
  row.reason = interval.reason;
  if (row.estimate && found.covariance.empty()) row.reason = "true or false in one unit only: no standard error";
  return row;
}

std::vector<Metric> ClassScores::rows(const std::vector<std::string>& names, std::span<const Distribution> drawn,
                                      const Evaluation& wanted) const {
  const std::size_t classes = sample_.classes;
  const std::uint32_t units =
      sample_.units.empty() ? 0 : 1 + *std::max_element(sample_.units.begin(), sample_.units.end());
  std::vector<std::optional<double>> estimates(count());
  measure(std::vector<std::uint8_t>(units, 1), estimates);
  std::vector<Metric> rows;
  for (std::size_t m = 0; m < measures_.size(); ++m) {
    const std::string measure = name(measures_[m]);
    const auto drawn_at = [&](std::string row_name, std::size_t at) {
      return percentile_row(std::move(row_name), {estimates[place(m, at)], drawn[place(m, at)]}, wanted);
    };
    for (std::size_t c = 0; c < classes; ++c) {
      rows.push_back(is_auc(measures_[m]) ? auc_row(c, wanted) : drawn_at(measure, c));
      rows.back().group = "class=" + names[c];
      if (!rows.back().estimate) rows.back().reason = why_undefined(c);
    }
    rows.push_back(drawn_at("macro_" + measure, classes + macro));
    rows.back().rule += classes_left_out(sample_, names);
    if (!is_auc(measures_[m])) continue;
    rows.push_back(drawn_at("weighted_" + measure, classes + weighted));
    rows.push_back(drawn_at("micro_" + measure, classes + micro));
  }
  for (Metric& row : rows) {
    row.n = sample_.unit_count();
    if (!row.estimate && row.group == "all") row.reason = why_no_average(counted_);
    if (!row.estimate && row.measure == "micro_roc_auc" && together_->scored.positives() > 0) {
      row.reason = "all classes are always true";
    }
    if (sample_.studies() == 0) row.reason = "there are no scores";
  }
  return rows;
}

}  // namespace cxrval::stats
