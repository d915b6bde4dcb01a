// SPDX-License-Identifier: Apache-2.0
#include "eval_classes.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "reading.hpp"
#include "rows.hpp"
#include "stats/left_out.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <set>

namespace cxrval::eval_classes {
namespace {

constexpr double resamples_outside = 20;  // so many, both tails together, should lie outside the limits

Kind largest_that_repeats(const Material& material) {
  for (const Kind kind : {Kind::patient, Kind::study}) {
    if (material.has_several(kind, material.rows)) return kind;
  }
  return material.rows;
}

Kind drawn_of(const Material& material, const Wanted& wanted, cli::Run& run) {
  const Kind drawn = wanted.unit.value_or(largest_that_repeats(material));
  run.record("unit", singular(drawn));
  if (!wanted.unit) return drawn;
  if (drawn != material.rows && !material.all_have(drawn)) {
    const std::string id = drawn == Kind::patient ? " has a patient_id" : " has a study_uid";
    throw base::Error("not every " + singular(material.rows) + id + ", which --unit " + singular(drawn) +
                      " needs; --unit " + singular(material.rows) + " needs none");
  }
  for (const Kind kind : {Kind::patient, Kind::study}) {
    if (kind <= drawn || !material.has_several(kind, drawn)) continue;
    run.warn(plural(kind) + " have several " + plural(drawn) + ", which --unit " + singular(drawn) +
             " takes as independent");
    break;
  }
  return drawn;
}

Sampling sampling_of(const Material& material, const Wanted& wanted, cli::Run& run) {
  Sampling sampling{drawn_of(material, wanted, run), wanted.evaluation};
  sampling.evaluation.unit = sampling.drawn == material.rows ? stats::Unit::study : stats::Unit::patient;
  return sampling;
}

// Of the smallest subgroup or fold that has any with what a measure needs.
void warn_of_few_units(const Material& material, const std::vector<Row>& rows, Kind drawn, cli::Run& run) {
  const Row* smallest = nullptr;
  for (const Row& row : rows) {
    if (row.metric.n == 0 || row.metric.unit == "fold") continue;
    if (smallest == nullptr || row.metric.n < smallest->metric.n) smallest = &row;
  }
  if (smallest == nullptr || smallest->metric.n >= stats::few_patients) return;
  const std::string where =
      !smallest->subgroup && !smallest->fold ? "" : " in the smallest part of the " + plural(material.rows);
  run.warn("only " + counted(smallest->metric.n, drawn) + where + ": intervals of so few are rough");
}

// Classes that are the words found may be anything that stands in a cell: those are counted, never named.
void warn_of_undefined(const std::vector<Row>& rows, const Options& options, const Wanted& wanted, cli::Run& run) {
  std::set<std::string> classes;
  for (const Row& row : rows) {
    if (row.metric.estimate || row.class_name.empty() || row.subgroup || row.metric.unit == "fold") continue;
    if (!classes.insert(row.class_name).second || !wanted.protocol) continue;
    run.warn("class=" + row.class_name + (row.fold ? " in a fold: " : ": ") + row.metric.measure + " is undefined, " +
             row.metric.reason);
  }
  if (wanted.protocol || classes.empty()) return;
  run.warn(std::to_string(classes.size()) + (classes.size() == 1 ? " word" : " words") + " of the columns " +
           options.truth.value + " and " + options.prediction +
           (classes.size() == 1 ? " is a class with" : " are classes with") +
           " an undefined measure; name the classes with --classes");
}

// No groups: their names may come from cells.
void warn_of_left_out(const std::vector<Row>& rows, cli::Run& run) {
  const Row* most = nullptr;
  std::uint64_t count = 0;
  for (const Row& row : rows) {
    if (!stats::much_left_out(row.metric)) continue;
    ++count;
    if (most == nullptr || stats::share_left_out(row.metric) > stats::share_left_out(most->metric)) most = &row;
  }
  if (most == nullptr) return;
  const std::string others = count == 1 ? "" : ", the most of " + std::to_string(count) + " such rows";
  run.warn(*stats::much_left_out(most->metric) + others + "; they are left out (column undefined)");
}

void warn_of_rows(const Material& material, cli::Run& run) {
  const auto have = [&](std::uint64_t count) {
    return counted(count, material.rows) + (count == 1 ? " has" : " have");
  };
  if (material.ties > 0) {
    run.warn(have(material.ties) +
             " the highest score in several classes, of which the first is taken; --ties reject leaves them out");
  }
  const auto& excluded = run.ledger(plural(material.rows), "evaluated").account().excluded;
  if (const auto no_fold = excluded.find("no_fold"); no_fold != excluded.end()) {
    run.warn(have(no_fold->second) + " no fold: left out" +
             (material.fold_of_truth ? "; for one test set of all folds PREDICTIONS needs a column of the fold" : ""));
  }
  if (const std::uint64_t count = material.without_scores(); count > 0) {
    run.record("without_scores", std::to_string(count));
    run.warn(have(count) + " a prediction but no score: in measures of predictions alone");
  }
  if (const std::uint64_t count = material.without_prediction(); count > 0) {
    run.record("without_prediction", std::to_string(count));
    run.warn(have(count) + " scores but no prediction: in measures of scores alone");
  }
}

void warn_of_folds(const std::vector<Row>& rows, cli::Run& run) {
  const bool alone = std::any_of(rows.begin(), rows.end(), [](const Row& row) {
    return row.metric.unit == "fold" && !row.subgroup && row.metric.n == 1;
  });
  if (alone) run.warn("there is one fold alone");
  const bool different = std::any_of(rows.begin(), rows.end(), [](const Row& row) {
    return row.metric.unit == "fold" && !row.subgroup && row.metric.reason == stats::different_classes;
  });
  if (different) run.warn("folds have different classes: their macro averages have no mean");
}

void warn_of_resamples(const stats::Evaluation& evaluation, cli::Run& run) {
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  if (static_cast<double>(evaluation.resamples) * (1 - evaluation.level) < resamples_outside * (1 - rounding)) {
    run.warn(std::to_string(evaluation.resamples) +
             (evaluation.resamples == 1 ? " resample is few" : " resamples are few") + " for limits at level " +
             base::format_real(evaluation.level));
  }
}

std::string basis_of(const Material& material, const Sampling& sampling, bool folds) {
  const stats::Evaluation& evaluation = sampling.evaluation;
  return counted(material.cases.size(), material.rows) + (folds ? " of all folds, " : ", ") +
         std::to_string(material.classes.size()) + " classes; " + std::to_string(evaluation.resamples) +
         " resamples of " + plural(sampling.drawn) + ", the same for all measures, seed " +
         std::to_string(evaluation.seed);
}

void note_headline(const std::vector<Row>& rows, cli::Run& run) {
  for (const char* measure : {"macro_f1", "macro_roc_auc"}) {
    const auto found = std::find_if(rows.rbegin(), rows.rend(), [&](const Row& row) {
      return row.metric.measure == measure && !row.subgroup && !row.fold;
    });
    if (found != rows.rend()) run.note(stats::sentence(*found));
  }
}

}  // namespace

void eval_classes(const Options& options, cli::Run& run) {
  const Wanted wanted = parse_wanted(options, run);
  const Material material = read_material(options, wanted, run);
  const Sampling sampling = sampling_of(material, wanted, run);
  run.record_seed(options.seed);
  run.record("resamples", std::to_string(options.resamples));
  check_size(material, sampling, options.fold);
  const std::vector<Subgroup> subgroups = subgroups_of(material, wanted.groups);
  const bool folds = !options.fold.empty();
  std::vector<Row> rows;
  for (const Subgroup& subgroup : subgroups) {
    const auto ddof = folds ? std::optional(static_cast<unsigned>(options.ddof.value)) : std::nullopt;
    for (Row& row : evaluate(material, subgroup, sampling, ddof)) rows.push_back(std::move(row));
  }
  warn_of_rows(material, run);
  warn_of_few_units(material, rows, sampling.drawn, run);
  warn_of_resamples(sampling.evaluation, run);
  warn_of_undefined(rows, options, wanted, run);
  warn_of_folds(rows, run);
  warn_of_left_out(rows, run);
  if (!options.confusion.empty()) write_confusion(material, subgroups, options.confusion, run);
  if (options.summary) {
    write_summary(rows, basis_of(material, sampling, folds), run);
    return;
  }
  write_table(rows, folds, run);
  note_headline(rows, run);
  run.note(basis_of(material, sampling, folds));
}

}  // namespace cxrval::eval_classes
