// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "pair_records.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  match_tool::Options options;
  return cli::App("match", "Pair each study's AI result with its report, and say why others have no partner.")
      .optional_input("REPORTS", options.reports, "table from label-reports or his-extract")
      .option("results", "FILE", options.results, "table from cxr-infer, one row an image (needed)")
      .option("unmatched-studies", "FILE", options.unmatched_studies, "write the studies without a partner to FILE")
      .option("unmatched-reports", "FILE", options.unmatched_reports, "write the reports without a partner to FILE")
      .option("window", "BEFORE:AFTER", options.window,
              "how much earlier and later than its study a report may be, such as 24h:24h or 0h:90m, inclusive")
      .choice("precision", {"minute", "second"}, options.precision,
              "minute: seconds are dropped before times are compared")
      .choice("study-rule", {"max", "mean", "latest"}, options.study_rule,
              "how the ok images of a study give one result: highest probability, mean probability, or the image taken "
              "last (column image_time)")
      .option("threshold", "P", options.threshold, "with --study-rule mean: abnormal above this mean probability")
      .flag("allow-mixed-models", options.allow_mixed_models, "accept results of more than one pipeline_hash")
      .normalize_id(options.normalize_id)
      .reads_table()
      .writes_table("the pairs")
      .rejects("image or report")
      .example("match --results ai.csv labelled.csv > pairs.csv", "pairs, one row a study with its report")
      .example("match --results ai.csv --unmatched-studies alone.csv -o pairs.csv labelled.csv",
               "the same, and why each study without a partner has none")
      .section("METHOD",
               "Images become studies: one for each patient_id and study_uid, with the best status of its images (ok, "
               "not_pa, not_cxr, rejected). A study and a report may be a pair when their patient ids are equal, the "
               "study time lies between check-in and check-out (a session without check-out is open; the pair is "
               "flagged), and the report time is inside the window around the study time. Every record is used once: "
               "among all such pairings the one with the most pairs is taken; of these the one with the most reports "
               "not earlier than their study; of these the one with the smallest sum of squared lags; of these the "
               "first by ids. Studies without an AI result take part after all others, so that their reports are "
               "known, but are never written as pairs.")
      .section("REASONS",
               "Each record without a partner carries the deepest condition that its best candidate met: "
               "NO_PATIENT_ID, PATIENT_NOT_IN_HIS (of a report: NO_STUDY), PATIENT_FORMAT_DIFFERS, TOO_MANY_RECORDS, "
               "STUDY_TIME_INVALID, REPORT_TIME_INVALID, CHECKIN_MISSING, BEFORE_CHECKIN, AFTER_CHECKOUT, "
               "REPORT_BEFORE_STUDY, REPORT_TOO_LATE, TAKEN_BY_OTHER_STUDY (TAKEN_BY_OTHER_REPORT), AI_INVALID "
               "(STUDY_WITHOUT_AI).")
      .run(argc, argv, [&](cli::Run& run) { match_tool::pair_records(options, run); });
}
