// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include "base/error.hpp"
#include "pairs.hpp"
#include "patients.hpp"
#include "unmatched.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Unit;

void check_one_model(const TallyByModel& tallies, const Options& options, const std::string& table) {
  if (tallies.size() <= 1 || options.allow_mixed_models) return;
  throw base::Error({table}, "pairs come from " + std::to_string(tallies.size()) +
                                 " pipelines (pipeline_hash); give one model's pairs, or --allow-mixed-models");
}

void check_same_model(const TallyByModel& pairs, const std::set<std::string>& models, const std::string& table) {
  const bool unknown = pairs.empty() || pairs.contains("");
  const auto is_known = [&](const std::string& model) { return pairs.contains(model); };
  if (unknown || std::all_of(models.begin(), models.end(), is_known)) return;
  throw base::Error({table},
                    "studies come from another pipeline (pipeline_hash) than the pairs; give one model's tables, or "
                    "--allow-mixed-models");
}

// The only one is moved from: patients are many.
stats::Tally together(TallyByModel& tallies) {
  if (tallies.size() == 1) return std::move(tallies.begin()->second);
  stats::Tally all;
  for (const auto& [model, part] : tallies) all.add(part);
  return all;
}

// `readers` is where they live.
Tables open_tables(const Options& options, std::deque<table::RecordReader>& readers, cli::Run& run) {
  const auto open = [&](const std::string& role, const std::string& path) {
    return path.empty() ? nullptr : &readers.emplace_back(run.open_blocks(role, path));
  };
  Tables tables;
  tables.pairs = open("PAIRS", options.pairs);
  tables.alternatives = open("alternatives", options.alternatives);
  tables.unmatched_studies = open("unmatched-studies", options.unmatched_studies);
  tables.unmatched_reports = open("unmatched-reports", options.unmatched_reports);
  return tables;
}

bool needs_scores(const Options& options, const stats::Evaluation& wanted) {
  return !wanted.score_measures.empty() || !options.curves.empty() || !options.thresholds.empty() ||
         !options.calibration_bins.empty();
}

struct Reading {
  const Options& options;
  const stats::Evaluation& wanted;
  const Tables& tables;
  Patients& patients;
  cli::Run& run;
};

PairsRead read_paired(const Reading& reading, bool needs_patients, Material& material) {
  const auto& [options, wanted, tables, patients, run] = reading;
  run.ledger("pairs", "evaluated");
  if (tables.alternatives != nullptr) material.alternatives.emplace(*tables.alternatives, patients, run);
  PairsReading how;
  how.needs_patients = needs_patients;
  how.alternatives = material.alternatives ? &*material.alternatives : nullptr;
  how.threshold = parse_threshold(options);
  how.needs_predictions = !wanted.measures.empty();
  how.needs_scores = needs_scores(options, wanted);
  how.groups = options.groups;
  if (how.needs_scores || !options.groups.empty()) how.cohort = &material.cohort;
  PairsRead read = read_pairs(*tables.pairs, how, patients, run);
  check_one_model(read.tallies, options, tables.pairs->name());
  return read;
}

void read_unmatched(const Reading& reading, const PairsRead& read, Material& material) {
  const auto& [options, wanted, tables, patients, run] = reading;
  if (tables.unmatched_studies != nullptr) {
    table::RecordReader& table = *tables.unmatched_studies;
    UnmatchedStudies studies = read_unmatched_studies(table, read.studies, patients, run);
    if (!options.allow_mixed_models) check_same_model(read.tallies, studies.models, table.name());
    material.unmatched_studies = std::move(studies.gaps);
  }
  if (tables.unmatched_reports != nullptr) {
    const bool indeterminate = options.indeterminate != "none";
    UnmatchedReports reports = read_unmatched_reports(*tables.unmatched_reports, indeterminate, patients, run);
    material.unmatched_reports = std::move(reports.gaps);
    if (indeterminate) material.indeterminate = std::move(reports.indeterminate);
  }
}

bool patients_repeat(const Material& material) {
  stats::GapTally gaps;
  for (const auto* part : {&material.unmatched_studies, &material.unmatched_reports, &material.indeterminate}) {
    if (*part) gaps.add(**part);
  }
  return gaps.patients_repeat(material.pairs);
}

Unit decide_unit(const Options& options, bool studies, bool repeat, cli::Run& run) {
  const Unit unit = options.unit == "patient" || (!studies && repeat) ? Unit::patient : Unit::study;
  if (unit == Unit::study && repeat) {
    run.note("patient ids repeat, and resampling studies takes each as a new patient; see --unit patient");
  }
  if (unit == Unit::patient && options.unit == "auto") {
    run.note("patient ids repeat, so whole patients are resampled; --unit study resamples studies, as the paper does");
  }
  return unit;
}

}  // namespace

stats::Population Material::population(const stats::Tally& tally, stats::Strata strata) const {
  return unit == Unit::patient ? tally.of_patients(strata) : tally.of_studies(strata);
}

Material read_material(const Options& options, stats::Evaluation& wanted, cli::Run& run) {
  Material material;
  if (!options.counts.empty()) {
    choose_measures(options, {}, wanted);
    material.all = stats::Population::of_studies(parse_counts(options.counts), wanted.strata);
    return material;
  }
  const bool studies = options.unit == "study" || options.recipe == "paper" || options.exact;
  std::deque<table::RecordReader> readers;
  const Tables tables = open_tables(options, readers, run);
  const bool has_predictions = !options.threshold.empty() || tables.pairs->find("abnormal_status");
  choose_measures(options, {has_predictions, tables.pairs->find("probability").has_value()}, wanted);
  Patients patients(tables, options.normalize_id);
  const Reading reading{options, wanted, tables, patients, run};
  PairsRead read = read_paired(reading, !studies, material);
  read_unmatched(reading, read, material);
  material.pairs = together(read.tallies);
  const bool repeat = tables.pairs->find("patient_id") && patients_repeat(material);
  material.unit = wanted.unit = decide_unit(options, studies, repeat, run);
  material.all = material.population(material.pairs, wanted.strata);
  if (read.tallies.size() < 2) return material;
  for (const auto& [model, part] : read.tallies)
    material.by_model.emplace_back(model, material.population(part, wanted.strata));
  return material;
}

}  // namespace cxrval::bootstrap_f1
