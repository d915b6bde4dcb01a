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

void decide_unit(const Material& material, Wanted& wanted, cli::Run& run) {
  using stats::Unit;
  const bool repeat = material.patients_repeat();
  if (wanted.any_unit && repeat) wanted.evaluation.unit = Unit::patient;
  if (wanted.evaluation.unit == Unit::patient && !wanted.any_unit && !material.all_have_patients()) {
    throw base::Error("not every study has a patient_id, which --unit patient needs; --unit study needs none");
  }
  if (wanted.evaluation.unit == Unit::study && repeat) {
    run.warn("patients have several studies, which --unit study takes as independent");
  }
  run.record("unit", wanted.evaluation.unit == Unit::study ? "study" : "patient");
}

// Of the smallest subgroup or fold.
void warn_of_few_units(const std::vector<Row>& rows, const Wanted& wanted, cli::Run& run) {
  const Row* smallest = &rows.front();
  for (const Row& row : rows) {
    if (row.metric.n < smallest->metric.n && row.metric.unit != "fold") smallest = &row;
  }
  const std::uint64_t units = smallest->metric.n;
  if (units >= stats::few_patients) return;
  const bool study = wanted.evaluation.unit == stats::Unit::study;
  const std::string words = units == 1 ? (study ? " study" : " patient") : (study ? " studies" : " patients");
  const std::string group = smallest->metric.group.substr(0, smallest->metric.group.rfind("class="));
  const std::string where = group.empty() || group == "all" ? "" : " in the smallest part of the studies";
  run.warn("only " + std::to_string(units) + words + where + ": intervals of so few are rough");
}

// Classes that are the words found may be anything that stands in a cell: those are counted, never named.
void warn_of_undefined(const std::vector<Row>& rows, const Options& options, const Wanted& wanted, cli::Run& run) {
  std::set<std::string> classes;
  for (const Row& row : rows) {
    if (row.metric.estimate || !row.metric.group.starts_with("class=")) continue;
    if (!classes.insert(row.metric.group).second || !wanted.protocol) continue;
    run.warn(row.metric.group + ": " + row.metric.measure + " is undefined, " + row.metric.reason);
  }
  if (wanted.protocol || classes.empty()) return;
  run.warn(std::to_string(classes.size()) + (classes.size() == 1 ? " word" : " words") + " of the columns " +
           options.truth + " and " + options.prediction +
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

void warn(const Material& material, const std::vector<Row>& rows, const Wanted& wanted, cli::Run& run) {
  if (material.ties > 0) {
    run.warn(std::to_string(material.ties) + (material.ties == 1 ? " study has" : " studies have") +
             " the highest score in several classes, of which the first is taken; --ties reject leaves them out");
  }
  const auto& excluded = run.ledger("studies", "evaluated").account().excluded;
  if (const auto no_fold = excluded.find("no_fold"); no_fold != excluded.end()) {
    run.warn(std::to_string(no_fold->second) + (no_fold->second == 1 ? " study has" : " studies have") +
             " no fold: left out; for one test set of all folds PREDICTIONS needs a column of the fold");
  }
  warn_of_few_units(rows, wanted, run);
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  const stats::Evaluation& evaluation = wanted.evaluation;
  if (static_cast<double>(evaluation.resamples) * (1 - evaluation.level) < resamples_outside * (1 - rounding)) {
    run.warn(std::to_string(evaluation.resamples) + " resamples are few for limits at level " +
             base::format_real(evaluation.level));
  }
}

std::string basis_of(const Material& material, const Wanted& wanted, bool folds) {
  const stats::Evaluation& evaluation = wanted.evaluation;
  return std::to_string(material.studies.size()) + (folds ? " studies of all folds, " : " studies, ") +
         std::to_string(material.classes.size()) + " classes; " + std::to_string(evaluation.resamples) +
         " resamples of " + (evaluation.unit == stats::Unit::study ? "studies" : "patients") +
         ", the same for all classes, seed " + std::to_string(evaluation.seed);
}

void note_headline(const std::vector<Row>& rows, cli::Run& run) {
  for (const char* measure : {"macro_f1", "macro_roc_auc"}) {
    const auto found = std::find_if(rows.rbegin(), rows.rend(), [&](const Row& row) {
      return row.metric.measure == measure && (row.metric.group == "all" || row.metric.group == "folds=mean");
    });
    if (found != rows.rend()) run.note(stats::sentence(*found));
  }
}

}  // namespace

void eval_classes(const Options& options, cli::Run& run) {
  Wanted wanted = parse_wanted(options, run);
  const Material material = read_material(options, wanted, run);
  decide_unit(material, wanted, run);
  run.record_seed(options.seed);
  run.record("resamples", std::to_string(options.resamples));
  const std::vector<Subgroup> subgroups = subgroups_of(material, wanted.groups);
  const bool folds = !options.fold.empty();
  std::vector<Row> rows;
  for (const Subgroup& subgroup : subgroups) {
    const auto ddof = folds ? std::optional(static_cast<unsigned>(options.ddof)) : std::nullopt;
    for (Row& row : evaluate(material, subgroup, wanted, ddof)) rows.push_back(std::move(row));
  }
  warn(material, rows, wanted, run);
  warn_of_undefined(rows, options, wanted, run);
  warn_of_left_out(rows, run);
  if (!options.confusion.empty()) write_confusion(material, subgroups, options.confusion, run);
  if (options.summary) {
    write_summary(rows, basis_of(material, wanted, folds), run);
    return;
  }
  write_table(rows, folds, run);
  note_headline(rows, run);
  run.note(basis_of(material, wanted, folds));
}

}  // namespace cxrval::eval_classes
