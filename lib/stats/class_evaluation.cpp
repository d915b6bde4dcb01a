// SPDX-License-Identifier: Apache-2.0
#include "stats/class_evaluation.hpp"

#include "stats/class_averages.hpp"
#include "stats/interval_rows.hpp"
#include "stats/resampled.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::stats {
namespace {

using Values = std::span<std::optional<double>>;

constexpr std::size_t macro = 0, micro = 1, weighted = 2, averages = 3;
constexpr std::size_t overall = 3;  // accuracy, kappa, MCC

std::string why_undefined(Measure measure, const Confusion& counts) {
  if (counts.tp + counts.fn == 0) return "no study is of this class";
  if (measure == Measure::ppv) return "never predicted";
  return std::string(undefined_measure);
}

// Statistics of counts of patterns: for each measure the classes, then the averages; the overall ones last.
class PredictionStatistics {
 public:
  PredictionStatistics(const ClassSample& sample, const ClassPatterns& patterns, const Evaluation& wanted)
      : patterns_(patterns), measures_(wanted.measures), classes_(sample.classes), multi_label_(sample.multi_label) {
    for (const std::uint64_t studies : sample.support()) counted_.push_back(studies > 0 ? 1 : 0);
  }

  std::size_t count() const { return measures_.size() * (classes_ + averages) + (multi_label_ ? 1 : overall); }
  std::size_t place(std::size_t measure, std::size_t at) const { return measure * (classes_ + averages) + at; }
  std::size_t place_overall() const { return measures_.size() * (classes_ + averages); }

  void operator()(ClassPatterns::Counts counts, Values values) const {
    const std::vector<Confusion> classes = patterns_.one_vs_rest(counts);
    const Confusion total = micro_total(classes);
    std::vector<std::uint64_t> studies;
    for (const Confusion& each : classes) studies.push_back(each.tp + each.fn);
    for (std::size_t m = 0; m < measures_.size(); ++m) {
      const Values of_classes = values.subspan(place(m, 0), classes_);
      for (std::size_t c = 0; c < classes_; ++c) of_classes[c] = value(measures_[m], classes[c]);
      values[place(m, classes_ + macro)] = macro_average(of_classes, counted_);
      values[place(m, classes_ + micro)] = value(measures_[m], total);
      values[place(m, classes_ + weighted)] = weighted_average(of_classes, studies);
    }
    set_overall(counts, values.subspan(place_overall()));
  }

 private:
  void set_overall(ClassPatterns::Counts counts, Values values) const {
    const std::uint64_t total = ClassPatterns::total(counts);
    const auto right = static_cast<double>(patterns_.right(counts));
    values[0] = total == 0 ? std::nullopt : std::optional(right / static_cast<double>(total));
    if (multi_label_) return;
    const AgreementTable table = patterns_.table(counts);
    values[1] = cohen_kappa(table).estimate;
    values[2] = multi_class_mcc(table);
  }

  const ClassPatterns& patterns_;
  const std::vector<Measure>& measures_;
  std::size_t classes_;
  bool multi_label_;
  std::vector<std::uint8_t> counted_;
};

// "weighted_f1".
std::string average_name(std::size_t average, Measure measure) {
  constexpr std::string_view words[averages] = {"macro_", "micro_", "weighted_"};
  return std::string(words[average]) + std::string(name(measure));
}

}  // namespace

std::vector<Metric> evaluate_class_predictions(const ClassSample& sample, const std::vector<std::string>& names,
                                               const Evaluation& wanted) {
  const ClassPatterns patterns(sample);
  const PredictionStatistics statistics(sample, patterns, wanted);
  std::vector<std::optional<double>> estimates(statistics.count());
  statistics(patterns.observed(), estimates);
  const auto draw = [&](std::uint64_t index, Values values) {
    std::vector<std::uint64_t> counts(patterns.draws().patterns());
    patterns.draws().draw(wanted.seed, index, counts);
    statistics(counts, values);
  };
  const std::vector<Distribution> drawn = resample(statistics.count(), draw, {wanted.resamples, wanted.threads});
  const auto row_at = [&](std::string measure, std::size_t place, const Range& range) {
    return percentile_row(std::move(measure), {estimates[place], drawn[place], range}, wanted);
  };
  const std::vector<Confusion> classes = patterns.one_vs_rest(patterns.observed());
  std::vector<Metric> rows;
  for (std::size_t m = 0; m < wanted.measures.size(); ++m) {
    const Measure measure = wanted.measures[m];
    for (std::size_t c = 0; c < sample.classes; ++c) {
      rows.push_back(row_at(std::string(name(measure)), statistics.place(m, c), range_of(measure)));
      rows.back().group = "class=" + names[c];
      rows.back().counts = classes[c];
      if (!rows.back().estimate) rows.back().reason = why_undefined(measure, classes[c]);
    }
    for (const std::size_t a : {macro, micro, weighted}) {
      Metric row = row_at(average_name(a, measure), statistics.place(m, sample.classes + a), range_of(measure));
      if (a == macro) row.rule += classes_left_out(sample, names);
      if (a == micro) row.counts = micro_total(classes);
      if (!row.estimate) row.reason = a == micro ? undefined_measure : undefined_of_a_class;
      rows.push_back(std::move(row));
    }
  }
  std::size_t place = statistics.place_overall();
  const Range shares{0, 1};
  rows.push_back(row_at(sample.multi_label ? "exact_match" : "accuracy", place, shares));
  if (!sample.multi_label) {
    for (const Measure measure : {Measure::kappa, Measure::mcc}) {
      rows.push_back(row_at(std::string(name(measure)), ++place, range_of(measure)));
      if (!rows.back().estimate) rows.back().reason = "truth or prediction is of a single class";
    }
  }
  for (Metric& row : rows) row.n = sample.unit_count();
  return rows;
}

}  // namespace cxrval::stats
