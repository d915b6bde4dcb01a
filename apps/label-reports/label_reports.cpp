// SPDX-License-Identifier: Apache-2.0
#include "label_reports.hpp"

#include "base/error.hpp"
#include "label/labeler.hpp"

#include <map>
#include <utility>
#include <vector>

namespace cxrval::label_reports {
namespace {

std::vector<std::string> label_columns() {
  std::vector<std::string> names = {"label", "label_strict"};
  for (const std::string_view region : label::region_names) names.push_back("region_" + std::string(region));
  names.emplace_back("label_warnings");
  return names;
}

std::vector<table::Column> output_columns(const table::Reader& reports) {
  std::vector<table::Column> columns;
  for (const std::string& name : reports.columns()) columns.push_back({name});
  for (const std::string& name : label_columns()) {
    if (reports.find(name)) {
      throw base::Error({reports.name(), 1}, "has a column " + name + " already; label a table once, or rename it");
    }
    columns.push_back({name});
  }
  return columns;
}

label::Labeler make_labeler(const Options& options, cli::Run& run) {
  if (options.templates.empty()) {
    run.record("templates", "built-in: vindr-phutho");
    return label::Labeler();
  }
  const auto source = run.open("templates", options.templates);
  return label::Labeler(label::read_templates(*source));
}

void append_verdict(const label::Verdict& verdict, std::vector<std::string>& cells) {
  const bool unlabelled = verdict.label == label::Label::unlabelled;
  cells.emplace_back(label::to_string(verdict.label));
  cells.emplace_back(label::to_string(verdict.strict));
  for (const label::Label region : verdict.regions) {
    cells.emplace_back(unlabelled ? std::string_view() : label::to_string(region));
  }
  std::string warnings;
  for (const std::string& warning : verdict.warnings) warnings += (warnings.empty() ? "" : ";") + warning;
  cells.push_back(std::move(warnings));
}

void say_counts(const std::map<std::string_view, std::size_t>& counts, cli::Run& run) {
  std::string text;
  for (const auto& [name, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + std::string(name);
    run.record("labelled_" + std::string(name), std::to_string(count));
  }
  if (!text.empty()) run.note("reports: " + text);
}

}  // namespace

void label_reports(const Options& options, cli::Run& run) {
  const label::Labeler labeler = make_labeler(options, run);
  table::Reader& reports = run.open_table("REPORTS", options.reports);
  const std::size_t description = reports.require("description");
  table::Writer& labelled = run.create_table(output_columns(reports));
  cli::Ledger& ledger = run.ledger("reports");
  std::map<std::string_view, std::size_t> counts;
  table::Row row;
  while (true) {
    const base::Result<bool> more = reports.next(row);
    if (more && !*more) break;
    ledger.read();
    if (!more) {
      run.reject("reports", more.error(), reports.raw());
      continue;
    }
    const label::Verdict verdict = labeler.label(row.cells[description]);
    append_verdict(verdict, row.cells);
    labelled.write(row.cells);
    ledger.written();
    ++counts[label::to_string(verdict.label)];
  }
  say_counts(counts, run);
}

}  // namespace cxrval::label_reports
