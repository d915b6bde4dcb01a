// SPDX-License-Identifier: Apache-2.0
#include "label_reports.hpp"

#include "base/error.hpp"
#include "cli/path_names.hpp"
#include "columns.hpp"
#include "explain.hpp"
#include "finding_columns.hpp"
#include "label/labeler.hpp"
#include "review.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace cxrval::label_reports {
namespace {

using text::Step;

label::LabelerOptions labeler_options(const Options& options, cli::Run& run) {
  label::LabelerOptions made;
  made.empty_is_abnormal = options.empty == "abnormal";
  if (options.templates.empty()) {
    run.record("templates", "built-in: vindr-phutho");
  } else {
    made.rules.templates = label::read_templates(*run.open("templates", options.templates));
  }
  if (options.words.empty()) {
    run.record("words", "built-in");
  } else {
    made.rules.words = label::read_warning_words(*run.open("words", options.words));
  }
  text::Steps& steps = made.rules.steps;
  if (options.join_lines) steps = steps.with(Step::join_lines);
  for (const std::string& name : options.without) {
    const auto step = std::find(text::step_names.begin(), text::step_names.end(), name);
    steps = steps.without(static_cast<Step>(step - text::step_names.begin()));
  }
  return made;
}

// What the run record says of all labels.
class Counts {
 public:
  void add(const label::Verdict& verdict) {
    ++labels_[static_cast<std::size_t>(verdict.label)];
    empty_ += verdict.empty ? 1 : 0;
    for (std::size_t i = 0; i < changed_by_.size() && !verdict.changed_by.empty(); ++i) {
      changed_by_[i] += verdict.changed_by.has(static_cast<Step>(i)) ? 1 : 0;
    }
    for (std::size_t i = 0; i < warnings_.size() && !verdict.warnings.empty(); ++i) {
      warnings_[i] += verdict.warnings.has(static_cast<label::Warning>(i)) ? 1 : 0;
    }
  }

  void say(text::Steps steps, cli::Run& run) const {
    std::string text;
    for (const label::Label one : {label::Label::abnormal, label::Label::normal, label::Label::unlabelled}) {
      const std::size_t count = labels_[static_cast<std::size_t>(one)];
      if (count == 0) continue;
      const std::string name(label::to_string(one));
      text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + name;
      run.record("labelled_" + name, std::to_string(count));
    }
    if (!text.empty()) run.note("reports: " + text);
    run.record("empty_descriptions", std::to_string(empty_));
    std::string names;
    for (std::size_t i = 0; i < text::step_count; ++i) {
      if (!steps.has(static_cast<Step>(i))) continue;
      const std::string name(text::step_names[i]);
      names += (names.empty() ? "" : " ") + name;
      run.record("labels_changed_by_" + name, std::to_string(changed_by_[i]));
    }
    run.record("steps", names);
    for (std::size_t i = 0; i < label::warning_count; ++i) {
      if (warnings_[i] > 0) run.record("warned_" + std::string(label::warning_names[i]), std::to_string(warnings_[i]));
    }
  }

 private:
  std::array<std::size_t, 3> labels_{};
  std::size_t empty_ = 0;
  std::array<std::size_t, text::step_count> changed_by_{};
  std::array<std::size_t, label::warning_count> warnings_{};
};

// Near misses quote the report.
std::vector<std::size_t> text_columns(const std::vector<table::Column>& columns) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& name = columns[i].name;
    if (name == "description" || name == "conclusion" || name == "near_misses") found.push_back(i);
  }
  return found;
}

// Where labelled reports go: a table, or text for people.
class Output {
 public:
  Output(const Options& options, const table::Reader& reports, cli::Run& run)
      : reports_(reports), findings_(options.findings, run) {
    const std::vector<table::Column> columns = output_columns(reports, findings_.names());
    if (options.explain) {
      text_ = &run.create_output();
    } else {
      table_ = &run.create_table(columns);
      if (options.drop_text) dropped_ = text_columns(columns);
    }
    if (!options.review.empty()) review_.emplace(options.review, columns, run);
    session_ = reports.find("session_id");
  }

  // Adds the label's cells to the row.
  void write(table::Row& row, const ReportText& report, const label::Verdict& verdict) {
    if (text_ != nullptr) text_->write(explanation(row, report, verdict));
    const std::vector<std::string> findings = findings_.cells(report.description, report.conclusion);
    append_verdict(verdict, row.cells);
    row.cells.insert(row.cells.end(), findings.begin(), findings.end());
    if (review_) review_->consider(verdict, row.cells);
    for (const std::size_t column : dropped_) row.cells[column].clear();
    if (table_ != nullptr) table_->write(row.cells);
    ++count_;
  }

  void finish(cli::Run& run) {
    if (!review_) return;
    const std::size_t doubtful = review_->write();
    run.note("reports to review: " + std::to_string(doubtful));
    run.record("to_review", std::to_string(doubtful));
  }

 private:
  std::string explanation(const table::Row& row, ReportText report, const label::Verdict& verdict) const {
    std::string title = "report " + std::to_string(count_ + 1) + ", " + base::to_string({reports_.name(), row.line});
    if (session_ && !row.cells[*session_].empty()) title += ", session " + cli::one_line(row.cells[*session_]);
    report.title = title;
    return (count_ == 0 ? "" : "\n") + explained(report, verdict);
  }

  const table::Reader& reports_;
  FindingColumns findings_;
  std::optional<std::size_t> session_;
  std::vector<std::size_t> dropped_;
  table::Writer* table_ = nullptr;
  base::ByteSink* text_ = nullptr;
  std::optional<Review> review_;
  std::size_t count_ = 0;
};

}  // namespace

void label_reports(const Options& options, cli::Run& run) {
  if (options.drop_text && options.explain)
    throw base::UsageError("--explain shows the text that --drop-text leaves out");
  const label::LabelerOptions rules = labeler_options(options, run);
  const label::Labeler labeler(rules);
  table::Reader& reports = run.open_table("REPORTS", options.reports);
  const std::size_t description = reports.require("description");
  const std::optional<std::size_t> conclusion = reports.find("conclusion");
  Output output(options, reports, run);
  cli::Ledger& ledger = run.ledger("reports");
  Counts counts;
  table::Row row;
  while (true) {
    const base::Result<bool> more = reports.next(row);
    if (more && !*more) break;
    ledger.read();
    if (!more) {
      run.reject("reports", more.error(), reports.raw());
      continue;
    }
    const ReportText report{{}, row.cells[description], conclusion ? row.cells[*conclusion] : std::string_view()};
    constexpr std::size_t longest = label::Labeler::longest_description;
    if (report.description.size() > longest || report.conclusion.size() > longest) {
      const bool first = report.description.size() > longest;
      run.reject("reports", {reports.place(row, first ? description : *conclusion), "text of more than 1 MiB"},
                 reports.raw());
      continue;
    }
    const label::Verdict verdict = labeler.label(report.description, report.conclusion);
    output.write(row, report, verdict);
    counts.add(verdict);
    ledger.written();
  }
  counts.say(rules.rules.steps, run);
  output.finish(run);
}

}  // namespace cxrval::label_reports
