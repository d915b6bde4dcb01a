// SPDX-License-Identifier: Apache-2.0
#include "stats/class_predictions.hpp"

#include "stats/class_averages.hpp"
#include "stats/interval_rows.hpp"

#include <utility>

namespace cxrval::stats {
namespace {

using Values = std::span<std::optional<double>>;

// For each measure the classes, then the averages; the overall ones last.
constexpr std::size_t macro = 0, micro = 1, weighted = 2, averages = 3;
constexpr std::size_t overall = 3;  // accuracy, kappa, MCC

std::string why_undefined(Measure measure, const Confusion& counts) {
  if (measure == Measure::ppv || measure == Measure::fdr) return "never predicted";
  if (measure == Measure::npv) return "always predicted";
  const bool never_true = counts.tp + counts.fn == 0;
  const bool always_true = counts.fp + counts.tn == 0;
  const bool of_others = measure == Measure::specificity || measure == Measure::fpr;
  if (never_true && !of_others) return "never true";
  return always_true ? "always true" : std::string(undefined_measure);
}

// "weighted_f1".
std::string average_name(std::size_t average, Measure measure) {
  constexpr std::string_view words[averages] = {"macro_", "micro_", "weighted_"};
  return std::string(words[average]) + std::string(name(measure));
}

}  // namespace

ClassPredictions::ClassPredictions(ClassSample sample, std::vector<Measure> measures)
    : sample_(std::move(sample)), measures_(std::move(measures)), patterns_(sample_) {
  for (const std::uint64_t studies : sample_.support()) counted_.push_back(studies > 0 ? 1 : 0);
}

std::size_t ClassPredictions::count() const {
  return place_overall() + (sample_.multi_label ? 1 : overall);
}

std::size_t ClassPredictions::place(std::size_t measure, std::size_t at) const {
  return measure * (sample_.classes + averages) + at;
}

std::size_t ClassPredictions::place_overall() const {
  return place(measures_.size(), 0);
}

void ClassPredictions::measure(ClassPatterns::Counts counts, Values values) const {
  const std::size_t all = sample_.classes;
  const std::vector<Confusion> classes = patterns_.one_vs_rest(counts);
  const Confusion total = micro_total(classes);
  std::vector<std::uint64_t> studies;
  for (const Confusion& each : classes) studies.push_back(each.tp + each.fn);
  for (std::size_t m = 0; m < measures_.size(); ++m) {
    const Values of_classes = values.subspan(place(m, 0), all);
    for (std::size_t c = 0; c < all; ++c) of_classes[c] = value(measures_[m], classes[c]);
    values[place(m, all + macro)] = macro_average(of_classes, counted_);
    values[place(m, all + micro)] = value(measures_[m], total);
    values[place(m, all + weighted)] = weighted_average(of_classes, studies);
  }
  set_overall(counts, values.subspan(place_overall()));
}

void ClassPredictions::set_overall(ClassPatterns::Counts counts, Values values) const {
  const std::uint64_t total = ClassPatterns::total(counts);
  const auto right = static_cast<double>(patterns_.right(counts));
  values[0] = total == 0 ? std::nullopt : std::optional(right / static_cast<double>(total));
  if (sample_.multi_label) return;
  const AgreementTable table = patterns_.table(counts);
  values[1] = cohen_kappa(table).estimate;
  values[2] = multi_class_mcc(table);
}

std::vector<Metric> ClassPredictions::rows(const std::vector<std::string>& names, std::span<const Distribution> drawn,
                                           const Evaluation& wanted) const {
  std::vector<std::optional<double>> estimates(count());
  measure(patterns_.observed(), estimates);
  const auto row_at = [&](std::string measure, std::size_t place, const Range& range) {
    return percentile_row(std::move(measure), {estimates[place], drawn[place], range}, wanted);
  };
  const std::vector<Confusion> classes = patterns_.one_vs_rest(patterns_.observed());
  std::vector<Metric> rows;
  for (std::size_t m = 0; m < measures_.size(); ++m) {
    const Measure measure = measures_[m];
    for (std::size_t c = 0; c < sample_.classes; ++c) {
      rows.push_back(row_at(std::string(name(measure)), place(m, c), range_of(measure)));
      rows.back().group = "class=" + names[c];
      rows.back().counts = classes[c];
      if (!rows.back().estimate) rows.back().reason = why_undefined(measure, classes[c]);
    }
    for (const std::size_t a : {macro, micro, weighted}) {
      Metric row = row_at(average_name(a, measure), place(m, sample_.classes + a), range_of(measure));
      if (a == macro) row.rule += classes_left_out(sample_, names);
      if (a == micro) row.counts = micro_total(classes);
      if (!row.estimate) row.reason = a == micro ? undefined_measure : why_no_average(counted_);
      rows.push_back(std::move(row));
    }
  }
  std::size_t at = place_overall();
  const Range shares{0, 1};
  rows.push_back(row_at(sample_.multi_label ? "exact_match" : "accuracy", at, shares));
  if (!sample_.multi_label) {
    for (const Measure measure : {Measure::kappa, Measure::mcc}) {
      rows.push_back(row_at(std::string(name(measure)), ++at, range_of(measure)));
      if (!rows.back().estimate) rows.back().reason = "truth or prediction is of a single class";
    }
  }
  for (Metric& row : rows) {
    row.n = sample_.unit_count();
    if (sample_.studies() == 0) row.reason = "there are no predictions";
  }
  return rows;
}

}  // namespace cxrval::stats
