// SPDX-License-Identifier: Apache-2.0
#include "compare_models.hpp"

#include "agreement.hpp"
#include "areas.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "one_table.hpp"
#include "predictions.hpp"
#include "several_tables.hpp"
#include "test_pairs.hpp"
#include "wanted.hpp"

#include <algorithm>

namespace cxrval::compare_models {
namespace {

constexpr double resamples_outside = 20;  // so many, both tails together, should lie outside the limits

void append(std::vector<Row>& rows, std::vector<Row> more) {
  for (Row& row : more) rows.push_back(std::move(row));
}

std::string size_of(const Material& material) {
  const std::size_t count = material.studies.size();
  std::string text = std::to_string(count) + (count == 1 ? " study" : " studies");
  if (material.unit == stats::Unit::patient) {
    text += " of " + std::to_string(material.patient_count) + (material.patient_count == 1 ? " patient" : " patients");
  }
  return text;
}

bool drawn(const std::vector<Row>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.metric.resamples.has_value(); });
}

void warn_of_few_resamples(const Wanted& wanted, cli::Run& run) {
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  if (static_cast<double>(wanted.resamples) * (1 - wanted.level) < resamples_outside * (1 - rounding)) {
    run.warn(std::to_string(wanted.resamples) + (wanted.resamples == 1 ? " resample is" : " resamples are") +
             " few for limits at level " + base::format_real(wanted.level));
  }
}

void warn_of_missing_scores(std::size_t count, cli::Run& run) {
  if (count == 0) return;
  run.warn(std::to_string(count) + (count == 1 ? " study lacks" : " studies lack") +
           " a probability: left out of roc_auc, but not of the comparison of predictions");
}

void check_some_left(const Material& material, const std::vector<std::string>& units, cli::Run& run) {
  if (!material.studies.empty()) return;
  std::string accounts;
  for (const std::string& unit : units) accounts += (accounts.empty() ? "" : "; ") + run.ledger(unit).summary();
  throw base::Error("no study is left to compare: " + accounts);
}

struct Compared {
  std::vector<Row> rows;
  std::string basis;
  stats::Unit unit = stats::Unit::study;
};

Compared compare_unpaired(const Options& options, const Wanted& wanted, cli::Run& run) {
  std::vector<Material> materials = read_unpaired(options.tables, wanted, run);
  for (Material& material : materials) {
    check_some_left(material, material.scorers, run);
    complete(material, wanted.unit, run);
  }
  // One rule for both: with patients once only it is the same as of studies.
  const auto of_patients = [](const Material& material) { return material.unit == stats::Unit::patient; };
  if (std::any_of(materials.begin(), materials.end(), of_patients)) {
    for (Material& material : materials) material.unit = stats::Unit::patient;
  }
  return {measure_unpaired_areas(materials, wanted),
          size_of(materials.front()) + " against " + size_of(materials.back()), materials.front().unit};
}

Compared compare_paired(const Options& options, const Wanted& wanted, cli::Run& run) {
  Material material = wanted.one_table() ? read_one_table(options.tables.front(), wanted, run)
                                         : join_tables(options.tables, wanted, run);
  check_some_left(material, wanted.one_table() ? std::vector<std::string>{"studies"} : wanted.names, run);
  complete(material, wanted.unit, run);
  const Patterns patterns(material);
  Compared compared{{}, size_of(material), material.unit};
  std::vector<Row>& rows = compared.rows;
  if (!material.predictors.empty() && !wanted.measures.empty()) {
    append(rows, measure_predictions(material, patterns, wanted));
  }
  if (wanted.roc_auc && !material.scorers.empty()) {
    const Material scored = with_scores(material);
    warn_of_missing_scores(material.studies.size() - scored.studies.size(), run);
    append(rows, measure_areas(scored, wanted));
  }
  append(rows, test_pairs(material, wanted));
  append(rows, measure_agreement(material, patterns, wanted));
  return compared;
}

}  // namespace

void compare_models(const Options& options, cli::Run& run) {
  const Wanted wanted = parse_wanted(options, run);
  Compared compared = wanted.unpaired ? compare_unpaired(options, wanted, run) : compare_paired(options, wanted, run);
  adjust(compared.rows);
  run.record("unit", compared.unit == stats::Unit::study ? "study" : "patient");
  if (drawn(compared.rows)) {
    warn_of_few_resamples(wanted, run);
    run.record_seed(wanted.seed);
    run.record("resamples", std::to_string(wanted.resamples));
    compared.basis += "; " + std::to_string(wanted.resamples) + " resamples of " +
                      (compared.unit == stats::Unit::study ? "studies" : "patients") +
                      ", the same for all models, percentile interval, seed " + std::to_string(wanted.seed);
  }
  if (options.summary) {
    write_summary(compared.rows, compared.basis, run);
    return;
  }
  write_table(compared.rows, run);
  const auto tested = std::find_if(compared.rows.begin(), compared.rows.end(), [](const Row& row) { return row.p; });
  if (tested != compared.rows.end()) run.note(sentence(*tested));
  run.note(compared.basis);
}

}  // namespace cxrval::compare_models
