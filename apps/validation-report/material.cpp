// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include "base/civil_time.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "provenance/hash.hpp"

#include <filesystem>
#include <initializer_list>
#include <system_error>
#include <utility>
#include <vector>

namespace cxrval::validation_report {
namespace {

namespace fs = std::filesystem;

using Columns = std::initializer_list<std::string_view>;

// Whether any threshold of the page lies above the lower of two neighbours and not above the higher one.
bool parts_steps(std::optional<double> higher, std::optional<double> lower) {
  for (int step = 1; step < threshold_steps; ++step) {
    const double least = static_cast<double>(step) / threshold_steps;
    if ((!higher || *higher >= least) && lower && *lower < least) return true;
  }
  return false;
}

void take(const std::string& folder, const char* name, std::string& path) {
  if (!path.empty()) return;
  const fs::path found = fs::path(folder) / name;
  std::error_code missing;
  if (fs::exists(found, missing)) path = found.string();
}

// Reads the tables and keeps their hashes, by which their run records are found.
class Tables {
 public:
  explicit Tables(cli::Run& run) : run_(run) {}

  std::optional<Sheet> read(const std::string& role, const std::string& path, Columns needed) {
    if (path.empty()) return std::nullopt;
    table::Reader& reader = open(role, path);
    Sheet sheet(reader, needed);
    sheet.read(reader);
    return sheet;
  }

  table::Reader& open(const std::string& role, const std::string& path) {
    std::error_code failed;
    if (fs::is_regular_file(path, failed)) hashes_.push_back(provenance::sha256_of_file(path));
    return run_.open_table(role, path);
  }

  const std::vector<std::string>& hashes() const { return hashes_; }

 private:
  cli::Run& run_;
  std::vector<std::string> hashes_;
};

// There is a row for each probability of a study; the page shows some, see threshold_steps.
Sheet read_thresholds(table::Reader& reader) {
  Sheet sheet(reader, {"threshold", "tp", "fp", "fn", "tn", "sensitivity"});
  const std::size_t column = reader.require("threshold");
  table::Row row;
  std::optional<table::Row> before;
  const auto threshold = [column](const table::Row& of) { return base::parse_real(of.cells[column]); };
  while (next_row(reader, row)) {
    if (before && parts_steps(threshold(*before), threshold(row))) sheet.add(std::move(*before));
    before = row;
  }
  if (before) sheet.add(std::move(*before));
  return sheet;
}

void check_days(const Sheet& daily) {
  std::string_view before;
  for (const Sheet::Row& row : daily.rows()) {
    const std::string_view day = row.cell("day");
    if (!base::parse_iso(std::string(day) + "T00:00")) row.refuse("day", "not a day, YYYY-MM-DD");
    if (!before.empty() && day <= before) row.refuse("day", "days do not ascend; is it a table of match --daily?");
    before = day;
  }
}

void add_records(const Options& options, const std::vector<std::string>& hashes, Material& material, cli::Run& run) {
  if (options.runs.empty()) return;
  const std::vector<provenance::RunRecord> all = read_records(options.runs, run);
  material.records = Records(all, hashes);
  material.other_records = all.size() - material.records.chain().size();
  cli::Ledger& ledger = run.ledger("run records", "of this chain");
  ledger.written(material.records.chain().size());
  if (material.other_records > 0) ledger.excluded("other_run", material.other_records);
  if (material.records.empty())
    run.warn("no run record of --runs is that of a table given; the page cannot say how its numbers were made");
}

std::optional<double> threshold_of_metrics(const Records& records, const std::string& hash) {
  const provenance::RunRecord* maker = records.maker(hash);
  return maker == nullptr ? std::nullopt : base::parse_real(setting(*maker, "threshold"));
}

}  // namespace

std::optional<Sheet::Row> Material::metric(std::string_view measure, std::string_view group) const {
  for (const Sheet::Row& row : metrics->rows()) {
    if (row.cell("measure") == measure && row.cell("group") == group) return row;
  }
  return std::nullopt;
}

std::optional<Sheet::Row> Material::first() const {
  for (const Sheet::Row& row : metrics->rows()) {
    if (row.cell("group") == "all") return row;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> Material::flow_count(std::string_view side, std::string_view unit,
                                                  std::string_view step) const {
  if (!flow) return std::nullopt;
  for (const Sheet::Row& row : flow->rows()) {
    if (row.cell("side") == side && row.cell("unit") == unit && row.cell("step") == step) return row.count("count");
  }
  return std::nullopt;
}

Options resolved(Options options) {
  if (!options.from.empty()) {
    if (!fs::is_directory(options.from)) throw base::UsageError("--from needs a folder that holds tables");
    const std::pair<const char*, std::string*> usual[] = {{"metrics.csv", &options.metrics},
                                                          {"histogram.csv", &options.histogram},
                                                          {"curves.csv", &options.curves},
                                                          {"thresholds.csv", &options.thresholds},
                                                          {"calibration_bins.csv", &options.calibration_bins},
                                                          {"subgroups.csv", &options.subgroups},
                                                          {"flow.csv", &options.flow},
                                                          {"daily.csv", &options.daily},
                                                          {"lags.csv", &options.lags},
                                                          {"lesion_ap.csv", &options.lesion_ap},
                                                          {"pairs.csv", &options.pairs},
                                                          {"runs", &options.runs}};
    for (const auto& [name, path] : usual) take(options.from, name, *path);
  }
  if (options.metrics.empty())
    throw base::UsageError("--metrics is needed: the table from bootstrap-f1, or --from FOLDER with metrics.csv in it");
  return options;
}

Material read_material(const Options& options, cli::Run& run) {
  Tables tables(run);
  Material material;
  material.metrics =
      tables.read("metrics", options.metrics, {"measure", "group", "estimate", "low", "high", "level", "n", "tp"});
  const std::string hash = tables.hashes().empty() ? "" : tables.hashes().front();
  material.histogram = tables.read("histogram", options.histogram, {"measure", "low", "high", "resamples"});
  material.curves = tables.read("curves", options.curves, {"curve", "x", "y", "low", "high"});
  if (!options.thresholds.empty()) material.thresholds = read_thresholds(tables.open("thresholds", options.thresholds));
  material.calibration_bins = tables.read("calibration-bins", options.calibration_bins,
                                          {"low", "high", "n", "positives", "mean_probability", "observed"});
  material.subgroups =
      tables.read("subgroups", options.subgroups, {"column", "group", "measure", "estimate", "interaction_p"});
  material.flow = tables.read("flow", options.flow, {"side", "unit", "step", "count"});
  material.daily = tables.read("daily", options.daily, {"day", "studies", "reports"});
  if (material.daily) check_days(*material.daily);
  material.lags = tables.read("lags", options.lags, {"from_minutes", "to_minutes", "pairs"});
  material.lesion_ap = tables.read("lesion-ap", options.lesion_ap, {"measure", "group", "estimate", "low", "high"});
  if (!material.first()) throw base::Error("the metrics table has no row of group all; is it from bootstrap-f1?");
  add_records(options, tables.hashes(), material, run);
  material.threshold = threshold_of_metrics(material.records, hash);
  return material;
}

}  // namespace cxrval::validation_report
