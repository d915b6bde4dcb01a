// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "pair_records.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  match_tool::Options options;
  return cli::App("match", "Pair each study's AI result with its report, and say why others have no partner.")
      .optional_input("REPORTS", options.reports, "table from label-reports or his-extract")
      .option("results", "FILE", options.results, "table from cxr-infer, one row an image (needed)")
      .option(
          "studies", "FILE", options.studies,
          "table from dicom-extract of all that the PACS has, to tell a report whose study the AI never saw from one "
          "without a study")
      .option("unmatched-studies", "FILE", options.unmatched_studies, "write the studies without a partner to FILE")
      .option("unmatched-reports", "FILE", options.unmatched_reports, "write the reports without a partner to FILE")
      .option("alternatives", "FILE", options.alternatives,
              "write every pair of a nearly best pairing to FILE where there are several, for bootstrap-f1")
      .option("flow", "FILE", options.flow, "write the numbers of a STARD flow diagram to FILE")
      .option("lags", "FILE", options.lags,
              "write how many pairs, and pairs of the same patient before any window, have which lag to FILE")
      .option("clocks", "FILE", options.clocks,
              "write turnaround + clock offset of each device, negative lags and broken session bounds to FILE")
      .option("daily", "FILE", options.daily, "write studies, reports and matched ones of each day to FILE")
      .option("window", "BEFORE:AFTER", options.window,
              "how much earlier and later than its study a report may be, such as 24h:24h or 0h:90m, inclusive")
      .choice("precision", {"minute", "second"}, options.precision,
              "minute: seconds are dropped before times are compared")
      .choice("open-sessions", {"accept", "refuse"}, options.open_sessions,
              "whether a session without check-out holds studies behind its check-in")
      .choice("closing-minute", {"inclusive", "exclusive"}, options.closing_minute,
              "whether a study in the minute of the check-out is in the session")
      .choice(
          "day-only", {"reject", "accept"}, options.day_only,
          "accept dates without a time: a session begins at 00:00 and ends with 23:59 of its day; a study or report "
          "has no time then")
      .choice("pairing", {"one-to-one", "paper", "greedy-nearest", "first-in-first-out", "all"}, options.pairing,
              "which of the possible pairs are taken")
      .option("near-best", "MINUTES", options.near_best,
              "a pairing with as many pairs is nearly best when its root mean square lag is at most so much longer")
      .choice("study-rule", {"max", "mean", "latest"}, options.study_rule,
              "how the ok images of a study give one result: highest probability, mean probability, or the image taken "
              "last (column image_time)")
      .option("threshold", "P", options.threshold, "with --study-rule mean: abnormal above this mean probability")
      .option("facility", "ID", options.facility, "the facility of results that have no column facility_id")
      .option("device", "COLUMN", options.device, "column that tells the devices apart which made the images")
      .option("skew", "[DEVICE=]MINUTES", options.skew,
              "add minutes to the study times (of a device), because its clock is known to be wrong")
      .option("utc-offset", "+HH:MM", options.utc_offset,
              "the facility's time zone: study times with a column utc_offset (DICOM 0008,0201) are converted to it")
      .flag("allow-mixed-models", options.allow_mixed_models, "accept results of more than one pipeline_hash")
      .normalize_id(options.normalize_id)
      .reads_table()
      .writes_table("the pairs")
      .rejects("image or report")
      .threads(options.threads)
      .example("match --results ai.csv labelled.csv > pairs.csv", "pairs, one row a study with its report")
      .example("match --results ai.csv --unmatched-studies alone.csv -o pairs.csv labelled.csv",
               "the same, and why each study without a partner has none")
      .section("METHOD",
               "Images become studies: one for each patient_id and study_uid, with the best status of its images (ok, "
               "not_pa, not_cxr, rejected). A study and a report may be a pair when their patient ids are equal (and "
               "their facilities, when there are several), the study time lies between check-in and check-out (a "
               "session without check-out is open; the pair is flagged), and the report time is inside the window "
               "around the study time. Every record is used once: among all such pairings the one with the most pairs "
               "is taken; of these the one with the most reports not earlier than their study; of these the one with "
               "the smallest sum of squared lags; of these the first by ids. Studies without an AI result take part "
               "after all others, so that their reports are known, but are never written as pairs.")
      .section("PAIRINGS",
               "one-to-one is the method above. paper: every study takes the best report that would do, and a report "
               "may be taken again. greedy-nearest: the nearest pair first, while both are free. first-in-first-out: "
               "studies in the order of time take the first free report. all: every pair that would do. Whatever is "
               "chosen, standard error says in how many pairs the others differ. A pair is flagged ambiguous when "
               "its records could be paired nearly as well in another way: with as many pairs and a root mean square "
               "lag at most --near-best longer.")
      .section("REASONS",
               "Each record without a partner carries the deepest condition that its best candidate met: "
               "NO_PATIENT_ID, PATIENT_NOT_IN_HIS (of a report: NO_STUDY), PATIENT_FORMAT_DIFFERS, TOO_MANY_RECORDS, "
               "STUDY_TIME_INVALID, REPORT_TIME_INVALID, CHECKIN_MISSING, BEFORE_CHECKIN, AFTER_CHECKOUT, "
               "SESSION_OPEN, REPORT_BEFORE_STUDY, REPORT_TOO_LATE, TAKEN_BY_OTHER_STUDY (TAKEN_BY_OTHER_REPORT), "
               "DUPLICATE_STUDY (another study of the same minute has the report), DUPLICATE_REPORT (the study has "
               "another report of the same session and service: an addendum or a corrected one), AI_INVALID and "
               "NO_AI_RESULT (of a report: STUDY_WITHOUT_AI).")
      .section("CLOCKS",
               "Only turnaround + clock offset can be seen, never the offset alone, so nothing is corrected unless "
               "--skew or --utc-offset say so. --clocks compares devices hour by hour of the day. Reports that lie 7 "
               "or 12 hours off, as clocks in another zone make them, are looked for among all reports of the same "
               "patient, before the window cuts them, and warned of.")
      .run(argc, argv, [&](cli::Run& run) { match_tool::pair_records(options, run); });
}
