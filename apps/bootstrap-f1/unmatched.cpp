// SPDX-License-Identifier: Apache-2.0
#include "unmatched.hpp"

#include "base/error.hpp"
#include "label.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Gap;

constexpr std::array<std::string_view, 4> statuses{"ok", "not_pa", "not_cxr", "rejected"};
constexpr std::string_view indeterminate = "STUDY_WITHOUT_AI";

// Either what a record counts as, or why it is excluded.
template <class Record>
struct Read {
  std::optional<Record> record;
  std::string excluded;
};

struct Study {
  std::string patient;  // the key, of Patients; empty without an id
  Gap gap;
  std::string model;
};

class StudyReader {
 public:
  StudyReader(const table::RecordReader& table, const StudySet& paired, Patients& patients)
      : table_(table),
        paired_(paired),
        patient_(table.require("patient_id")),
        patient_key_(table, patients),
        study_(table.require("study_uid")),
        status_(table.find("status")),
        abnormal_(table.require("abnormal_status")),
        reason_(table.require("match_reason")),
        model_(table.find("pipeline_hash")) {}

  base::Result<Read<Study>> parse(const table::RecordView& row) {
    const std::string_view reason = row.cells[reason_];
    const std::string patient = patient_key_.key(row);
    const std::string_view study = row.cells[study_];
    if (reason.empty()) return fails(row, reason_, "no match_reason");
    if (reason == "DUPLICATE_STUDY") return Read<Study>{{}, std::string(reason)};
    if (paired_.contains(patient, study))
      throw base::Error(table_.place(row, study_), "the study has a pair in PAIRS; give tables of one run of match");
    if (!seen_.insert(patient, study)) return fails(row, study_, "study seen before");
    const std::string_view status = status_ ? row.cells[*status_] : "ok";
    if (std::find(statuses.begin(), statuses.end(), status) == statuses.end())
      return fails(row, *status_, "status is not ok, not_cxr, not_pa or rejected");
    if (reason == "AI_INVALID" || reason == "NO_AI_RESULT") return Read<Study>{{}, std::string(reason)};
    if (status != "ok") return Read<Study>{{}, std::string(status)};
    const std::string_view answer = row.cells[abnormal_];
    if (answer != "0" && answer != "1") return fails(row, abnormal_, "abnormal_status is not 0 or 1");
    const Gap gap = answer == "1" ? Gap::truth_of_positive : Gap::truth_of_negative;
    return Read<Study>{
        Study{patient_key_.id(row).empty() ? "" : patient, gap, std::string(model_ ? row.cells[*model_] : "")}, ""};
  }

 private:
  tl::unexpected<base::Fault> fails(const table::RecordView& row, std::size_t column, const char* reason) const {
    return base::fault(table_.place(row, column), reason);
  }

  const table::RecordReader& table_;
  const StudySet& paired_;
  StudySet seen_;
  std::size_t patient_;
  PatientColumns patient_key_;
  std::size_t study_;
  std::optional<std::size_t> status_;
  std::size_t abnormal_;
  std::size_t reason_;
  std::optional<std::size_t> model_;
};

struct Report {
  std::string patient;  // as of Study
  Gap gap;
  bool indeterminate;
};

class ReportReader {
 public:
  ReportReader(const table::RecordReader& table, bool count_indeterminate, Patients& patients)
      : table_(table),
        patient_(table.require("patient_id")),
        patient_key_(table, patients),
        label_(table.require("label")),
        reason_(table.require("match_reason")),
        count_indeterminate_(count_indeterminate) {}

  base::Result<Read<Report>> parse(const table::RecordView& row) const {
    const std::string_view reason = row.cells[reason_];
    if (reason.empty()) return base::fault(table_.place(row, reason_), "no match_reason");
    if (reason == "DUPLICATE_REPORT") return Read<Report>{{}, std::string(reason)};
    const auto label = parse_label(row.cells[label_]);
    if (!label) return base::fault(table_.place(row, label_), "label is not normal, abnormal or unlabelled");
    if (*label == Label::unlabelled) return Read<Report>{{}, "unlabelled"};
    if (reason == indeterminate && !count_indeterminate_) return Read<Report>{{}, std::string(reason)};
    const Gap gap = *label == Label::abnormal ? Gap::answer_to_abnormal : Gap::answer_to_normal;
    const std::string patient = patient_key_.id(row).empty() ? "" : patient_key_.key(row);
    return Read<Report>{Report{patient, gap, reason == indeterminate}, ""};
  }

 private:
  const table::RecordReader& table_;
  std::size_t patient_;
  PatientColumns patient_key_;
  std::size_t label_;
  std::size_t reason_;
  bool count_indeterminate_;
};

// Calls take(record) for each that counts.
template <class Reader, class Take>
void read_all(table::RecordReader& table, Reader reader, const std::string& unit, cli::Run& run, Take take) {
  cli::Ledger& ledger = run.ledger(unit, "counted");
  table::RecordView row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) return;
    ledger.read();
    auto parsed = more ? reader.parse(row) : tl::unexpected(more.error());
    if (!parsed) {
      run.reject(unit, parsed.error(), table.raw());
    } else if (!parsed->record) {
      ledger.excluded(parsed->excluded);
    } else {
      take(*parsed->record);
      ledger.written();
    }
  }
}

}  // namespace

UnmatchedStudies read_unmatched_studies(table::RecordReader& table, const StudySet& paired, Patients& patients,
                                        cli::Run& run) {
  UnmatchedStudies all;
  read_all(table, StudyReader(table, paired, patients), "unmatched studies", run, [&](const Study& study) {
    all.gaps.add(study.patient, study.gap);
    if (table.find("pipeline_hash")) all.models.insert(study.model);
  });
  return all;
}

UnmatchedReports read_unmatched_reports(table::RecordReader& table, bool count_indeterminate, Patients& patients,
                                        cli::Run& run) {
  UnmatchedReports all;
  read_all(table, ReportReader(table, count_indeterminate, patients), "unmatched reports", run,
           [&](const Report& report) {
             (report.indeterminate ? all.indeterminate : all.gaps).add(report.patient, report.gap);
           });
  return all;
}

}  // namespace cxrval::bootstrap_f1
