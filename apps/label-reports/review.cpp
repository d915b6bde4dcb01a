// SPDX-License-Identifier: Apache-2.0
#include "review.hpp"

#include "base/error.hpp"
#include "label/doubt.hpp"

#include <algorithm>

namespace cxrval::label_reports {
namespace {

std::vector<table::Column> review_columns(const std::vector<table::Column>& columns) {
  std::vector<table::Column> all = {{"doubt", table::Kind::number}, {"reasons"}};
  for (const table::Column& column : columns) {
    if (column.name == "doubt" || column.name == "reasons") {
      throw base::Error("the table has a column " + column.name + " already; --review cannot add its own");
    }
    all.push_back(column);
  }
  return all;
}

}  // namespace

Review::Review(const std::string& path, const std::vector<table::Column>& columns, cli::Run& run)
    : table_(run.create_table("review", path, review_columns(columns), base::Access::owner_only)) {}

void Review::consider(const label::Verdict& verdict, const std::vector<std::string>& cells) {
  Doubtful report;
  std::string reasons;
  for (const label::Reason& reason : label::reasons_for_doubt(verdict)) {
    report.doubt += reason.points;
    if (!reasons.empty()) reasons += ';';
    reasons += label::warning_names[static_cast<std::size_t>(reason.warning)];
    reasons += ' ' + std::to_string(reason.points);
  }
  if (report.doubt == 0) return;
  report.cells = {std::to_string(report.doubt), std::move(reasons)};
  report.cells.insert(report.cells.end(), cells.begin(), cells.end());
  reports_.push_back(std::move(report));
}

std::size_t Review::write() {
  std::stable_sort(reports_.begin(), reports_.end(),
                   [](const Doubtful& a, const Doubtful& b) { return a.doubt > b.doubt; });
  for (const Doubtful& report : reports_) table_.write(report.cells);
  return reports_.size();
}

}  // namespace cxrval::label_reports
