// SPDX-License-Identifier: Apache-2.0
#include "pair_records.hpp"

#include "base/error.hpp"
#include "deid/patient_id.hpp"
#include "match/matching.hpp"
#include "reports.hpp"
#include "results.hpp"
#include "study/reduce.hpp"
#include "tables.hpp"

#include <algorithm>
#include <set>

namespace cxrval::match_tool {
namespace {

using base::Error;
using base::UsageError;

struct Plan {
  deid::PatientIdRule ids;
  match::Rules rules;
  study::Reduction reduction;
};

Plan parse(const Options& options) {
  if (options.results.empty()) throw UsageError("no --results given; name the table from cxr-infer");
  if (options.results == "-" && options.reports == "-") throw UsageError("only one input can be standard input");
  Plan plan;
  const auto ids = deid::PatientIdRule::parse(options.normalize_id);
  if (!ids) throw UsageError("--normalize-id is none or a list of trim, upper, strip-leading-zeros");
  plan.ids = *ids;
  const auto window = match::parse_window(options.window);
  if (!window) throw UsageError("--window needs BEFORE:AFTER, such as 24h:24h or 0h:90m");
  plan.rules.window = *window;
  plan.rules.precision = options.precision == "minute" ? match::Precision::minute : match::Precision::second;
  plan.reduction.rule = *study::parse_rule(options.study_rule);
  if (!(options.threshold >= 0 && options.threshold <= 1)) throw UsageError("--threshold needs a number from 0 to 1");
  plan.reduction.threshold = options.threshold;
  return plan;
}

void check_collisions(const deid::CollisionCheck& ids, const std::string& table) {
  const std::size_t count = ids.collisions();
  if (count == 0) return;
  throw Error({table}, std::to_string(count) + " patient ids collide under --normalize-id; use a stricter rule");
}

void check_one_model(const std::vector<study::Image>& images, bool allowed, const std::string& table) {
  std::set<std::string_view> models;
  for (const study::Image& image : images) {
    if (image.status == study::Status::ok) models.insert(image.pipeline_hash);
  }
  if (models.size() <= 1 || allowed) return;
  throw Error({table}, "ok images come from " + std::to_string(models.size()) +
                           " pipelines (pipeline_hash); give one model's results, or --allow-mixed-models");
}

std::vector<study::Study> read_studies(const Options& options, const Plan& plan, cli::Run& run) {
  table::Reader& results = run.open_table("results", options.results);
  if (plan.reduction.rule == study::Rule::latest) results.require("image_time");
  deid::CollisionCheck ids(plan.ids);
  std::vector<study::Image> images = read_results(results, ids, run);
  check_collisions(ids, results.name());
  check_one_model(images, options.allow_mixed_models, results.name());
  const std::size_t rows = images.size();
  std::vector<study::Study> studies = study::reduce(std::move(images), plan.reduction);
  cli::Ledger& ledger = run.ledger("images", "studies");
  ledger.written(studies.size());
  ledger.merged(rows - studies.size());
  return studies;
}

std::vector<match::Study> study_records(const std::vector<study::Study>& studies) {
  std::vector<match::Study> records;
  const deid::PatientIdRule loosest = deid::PatientIdRule::loosest();
  for (const study::Study& s : studies) {
    records.push_back(
        {s.patient_id, loosest.apply(s.patient_id), s.study_uid, s.study_time, s.status == study::Status::ok});
  }
  return records;
}

void write_pairs(const Sides& sides, const match::Outcome& outcome, cli::Run& run) {
  table::Writer& table = run.create_table(pair_columns(sides));
  for (const match::Pair& pair : outcome.pairs) table.write(pair_cells(sides, pair));
  run.ledger("studies", "paired").written(outcome.pairs.size());
  run.ledger("reports", "paired").written(outcome.pairs.size());
}

void write_unmatched(const Options& options, const Sides& sides, const match::Outcome& outcome, cli::Run& run) {
  cli::Ledger& studies = run.ledger("studies", "paired");
  for (const match::Unmatched& u : outcome.studies)
    studies.excluded(std::string(match::code(u.reason, match::Side::study)));
  cli::Ledger& reports = run.ledger("reports", "paired");
  for (const match::Unmatched& u : outcome.reports)
    reports.excluded(std::string(match::code(u.reason, match::Side::report)));
  if (!options.unmatched_studies.empty()) {
    table::Writer& table = run.create_table("unmatched-studies", options.unmatched_studies, unmatched_study_columns());
    for (const match::Unmatched& u : outcome.studies) table.write(unmatched_study_cells(sides, u));
  }
  if (!options.unmatched_reports.empty()) {
    table::Writer& table =
        run.create_table("unmatched-reports", options.unmatched_reports, unmatched_report_columns(sides));
    for (const match::Unmatched& u : outcome.reports) table.write(unmatched_report_cells(sides, u));
  }
}

void note_placeholders(const match::Outcome& outcome, cli::Run& run) {
  const auto is_placeholder = [](const match::Unmatched& u) { return u.stage == match::Reason::too_many_records; };
  if (std::any_of(outcome.studies.begin(), outcome.studies.end(), is_placeholder)) {
    run.warn("a patient id has more than 250000 possible pairs and is left unmatched; is it a placeholder?");
  }
}

void record_rules(const Options& options, const Plan& plan, cli::Run& run) {
  run.record("normalize-id", plan.ids.to_string());
  run.record("window", options.window);
  run.record("precision", options.precision);
  run.record("study-rule", options.study_rule);
}

}  // namespace

void pair_records(const Options& options, cli::Run& run) {
  const Plan plan = parse(options);
  const std::vector<study::Study> studies = read_studies(options, plan, run);
  run.ledger("studies", "paired").read(studies.size());
  table::Reader& table = run.open_table("REPORTS", options.reports);
  deid::CollisionCheck ids(plan.ids);
  const Reports reports = read_reports(table, ids, run);
  check_collisions(ids, table.name());

  const Sides sides{studies, reports};
  const match::Outcome outcome = match::match(study_records(studies), reports.records, plan.rules);
  write_pairs(sides, outcome, run);
  write_unmatched(options, sides, outcome, run);
  note_placeholders(outcome, run);
  record_rules(options, plan, run);
}

}  // namespace cxrval::match_tool
