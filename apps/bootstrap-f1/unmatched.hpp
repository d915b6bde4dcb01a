// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "pairs.hpp"
#include "patients.hpp"
#include "stats/gaps.hpp"
#include "table/record_reader.hpp"

#include <set>
#include <string>

namespace cxrval::bootstrap_f1 {

// Studies with an AI result and no report: the truth is missing.
struct UnmatchedStudies {
  stats::GapTally gaps;
  std::set<std::string> models;  // pipeline_hash, where the table has it
};

// Reads `match --unmatched-studies`: of studies with status ok what the AI said. Those without an AI result and
// duplicates are excluded. Accounts for them as unit "unmatched studies". Throws base::Error for a study that is
// among `paired`.
UnmatchedStudies read_unmatched_studies(table::RecordReader& table, const StudySet& paired, Patients& patients,
                                        cli::Run& run);

// Reports without an AI result: the answer is missing. Of some the AI saw the study and gave none.
struct UnmatchedReports {
  stats::GapTally gaps;
  stats::GapTally indeterminate;
};

// Reads `match --unmatched-reports`: the labels of labelled reports. Duplicates are excluded, and so are indeterminate
// ones unless they are counted. Accounts for them as unit "unmatched reports".
UnmatchedReports read_unmatched_reports(table::RecordReader& table, bool count_indeterminate, Patients& patients,
                                        cli::Run& run);

}  // namespace cxrval::bootstrap_f1
