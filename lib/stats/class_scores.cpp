// SPDX-License-Identifier: Apache-2.0
#include "stats/auc_sweep.hpp"
#include "stats/class_averages.hpp"
#include "stats/class_evaluation.hpp"
#include "stats/delong.hpp"
#include "stats/interval_rows.hpp"
#include "stats/resampled.hpp"
#include "stats/study_draws.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

namespace cxrval::stats {
namespace {

using Values = std::span<std::optional<double>>;

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

// One class against all others, or all pairs of a study and a class, with how units are numbered: by the sample's
// units, which all of them have, so that a draw of units serves them all.
struct Ranked {
  Ranked(Scored of, const Evaluation& wanted)
      : scored(std::move(of)),
        draws(scored, {Unit::patient, false, wanted.seed}),
        sweep(scored, draws.unit_of_study()) {}

  Scored scored;
  StudyDraws draws;
  AucSweep sweep;
};

// For each measure the classes and the macro average; of roc_auc the weighted and the micro average too.
class ScoreStatistics {
 public:
  ScoreStatistics(const ClassSample& sample, const Evaluation& wanted) : measures_(wanted.score_measures) {
    for (std::size_t c = 0; c < sample.classes; ++c) {
      classes_.push_back(std::make_unique<Ranked>(scored_of(sample, c), wanted));
      counted_.push_back(classes_.back()->scored.positives() > 0 ? 1 : 0);
    }
    const auto is_auc = [](const ScoreMeasure& each) { return each.kind == ScoreKind::roc_auc; };
    if (std::any_of(measures_.begin(), measures_.end(), is_auc)) {
      together_ = std::make_unique<Ranked>(scored_of_all(sample), wanted);
    }
    for (const ScoreMeasure& measure : measures_) {
      if (!is_auc(measure) && measure.kind != ScoreKind::sensitivity_at_specificity) {
        throw std::invalid_argument("evaluate_class_scores: another measure");
      }
      places_.push_back(count_);
      count_ += sample.classes + (is_auc(measure) ? 3 : 1);
    }
  }

  std::size_t count() const { return count_; }
  std::size_t units() const { return classes_.front()->draws.units(); }
  std::size_t place(std::size_t measure, std::size_t at) const { return places_[measure] + at; }
  void draw(std::uint64_t index, std::span<std::uint8_t> counts) const { classes_.front()->draws.draw(index, counts); }

  void operator()(std::span<const std::uint8_t> counts, Values values) const {
    const std::size_t classes = classes_.size();
    std::vector<std::vector<std::uint32_t>> weights(classes);
    std::vector<RocCurve> curves(classes);
    std::vector<std::uint64_t> studies;
    for (std::size_t c = 0; c < classes; ++c) {
      const Ranked& ranked = *classes_[c];
      weights[c].resize(ranked.scored.size());
      ranked.draws.spread(counts, weights[c]);
      roc_curve(ranked.scored, weights[c], curves[c]);
      studies.push_back(curves[c].positives);
    }
    std::vector<std::uint8_t> scratch;
    for (std::size_t m = 0; m < measures_.size(); ++m) {
      const bool auc = measures_[m].kind == ScoreKind::roc_auc;
      const Values of_classes = values.subspan(places_[m], classes);
      for (std::size_t c = 0; c < classes; ++c) {
        const Ranked& ranked = *classes_[c];
        of_classes[c] = auc ? ranked.sweep(counts, scratch).value()
                            : value(measures_[m], ranked.scored, weights[c], curves[c]).value;
      }
      values[places_[m] + classes] = macro_average(of_classes, counted_);
      if (!auc) continue;
      values[places_[m] + classes + 1] = weighted_average(of_classes, studies);
      values[places_[m] + classes + 2] = together_->sweep(counts, scratch).value();
    }
  }

 private:
  const std::vector<ScoreMeasure>& measures_;
  std::vector<std::unique_ptr<Ranked>> classes_;
  std::unique_ptr<Ranked> together_;
  std::vector<std::uint8_t> counted_;
  std::vector<std::size_t> places_;
  std::size_t count_ = 0;
};

Metric auc_row(const ClassSample& sample, std::size_t class_index, const Evaluation& wanted) {
  const ModelScores scores = one_model(scored_of(sample, class_index));
  const bool patients = wanted.unit == Unit::patient;
  const AucEstimates found = patients ? obuchowski(scores) : delong(scores);
  const AucInterval interval = wald_interval(found, 0, wanted.level);
  Metric row = start_row("roc_auc", wanted);
  row.estimate = interval.auc.estimate;
  row.low = interval.auc.low;
  row.high = interval.auc.high;
  row.standard_error = found.standard_error(0);
  row.method = patients ? "obuchowski" : "delong";
  row.rule = "estimate=point";
  row.reason = interval.reason;
  return row;
}

}  // namespace

std::vector<Metric> evaluate_class_scores(const ClassSample& sample, const std::vector<std::string>& names,
                                          const Evaluation& wanted) {
  const ScoreStatistics statistics(sample, wanted);
  std::vector<std::optional<double>> estimates(statistics.count());
  statistics(std::vector<std::uint8_t>(statistics.units(), 1), estimates);
  const auto draw = [&](std::uint64_t index, Values values) {
    std::vector<std::uint8_t> counts(statistics.units());
    statistics.draw(index, counts);
    statistics(counts, values);
  };
  const std::vector<Distribution> drawn = resample(statistics.count(), draw, {wanted.resamples, wanted.threads});
  std::vector<Metric> rows;
  for (std::size_t m = 0; m < wanted.score_measures.size(); ++m) {
    const bool auc = wanted.score_measures[m].kind == ScoreKind::roc_auc;
    const std::string measure = name(wanted.score_measures[m]);
    const auto drawn_at = [&](std::string row_name, std::size_t at) {
      const std::size_t place = statistics.place(m, at);
      return percentile_row(std::move(row_name), {estimates[place], drawn[place]}, wanted);
    };
    for (std::size_t c = 0; c < sample.classes; ++c) {
      rows.push_back(auc ? auc_row(sample, c, wanted) : drawn_at(measure, c));
      rows.back().group = "class=" + names[c];
      if (!auc && !rows.back().estimate) rows.back().reason = "there are no studies of both kinds";
    }
    rows.push_back(drawn_at("macro_" + measure, sample.classes));
    rows.back().rule += classes_left_out(sample, names);
    if (auc) {
      rows.push_back(drawn_at("weighted_" + measure, sample.classes + 1));
      rows.push_back(drawn_at("micro_" + measure, sample.classes + 2));
    }
  }
  for (Metric& row : rows) {
    row.n = statistics.units();
    if (!row.estimate && row.group == "all") row.reason = undefined_of_a_class;
  }
  return rows;
}

}  // namespace cxrval::stats
