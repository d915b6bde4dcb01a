// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "compare_labels.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  compare_labels::Options options;
  return cli::App("compare-labels", "Hold the labels of reports against a sample that was labelled by hand.")
      .optional_input("LABELS", options.labels, "table from label-reports")
      .option("reference", "FILE", options.reference, "table with the labels given by hand (needed)")
      .option("key", "COLUMN", options.keys,
              "column that both tables have and whose equal cells make two rows one report; without "
              "it session_id and, where both have them, service_id and report_time")
      .option("label-column", "NAME", options.label_column, "column of the labels in LABELS")
      .option("reference-column", "NAME", options.reference_column, "column of the labels in the reference")
      .choice("interval", {"asymptotic", "bootstrap"}, options.interval,
              "asymptotic: Wilson's for shares, large-sample standard errors for kappa and specific agreement; "
              "bootstrap: percentiles over resamples of reports")
      .option("resamples", "N", options.resamples, "number of resamples, with --interval bootstrap")
      .option("level", "P", options.level, "level of the intervals")
      .option("disagreements", "FILE", options.disagreements,
              "write the reports in which the label or a region differs to FILE, which holds patients' data (mode "
              "0600)")
      .flag("summary", options.summary, "write sentences such as kappa 0.812 (95% CI 0.75, 0.87) instead of the table")
      .reads_table()
      .writes_table("the metrics")
      .rejects("report")
      .seed(options.seed)
      .example("compare-labels --reference hand.csv labelled.csv", "agreement and kappa, overall and by region")
      .example("compare-labels --reference hand.csv --disagreements differ.csv --summary labelled.csv",
               "as sentences, and the reports to look at")
      .section("METHOD",
               "Rows of the two tables are the same report when their key columns are equal, byte by byte. Labels are "
               "normal, abnormal, and unlabelled or empty, which is excluded and counted. The reference is taken as "
               "the truth and abnormal as positive: sensitivity is the share of the reports abnormal by hand whose "
               "label is abnormal. Positive agreement is 2a / (2a + b + c) for a reports that both call abnormal and "
               "b + c that one of them does; negative agreement the same of normal. Kappa is Cohen's; its asymptotic "
               "interval has the standard error of Fleiss, Cohen and Everitt (1969) that does not assume kappa = 0 and "
               "is cut at -1 and 1. Kappa is undefined when both sides name the same single class only. An estimate "
               "that showed no variance (perfect agreement) has no asymptotic limits but for Wilson's.")
      .section("GROUPS",
               "all is the label of the whole report. Each column region_... that both tables have is a group of its "
               "own, over the reports in which both cells are filled and whose labels are compared.")
      .section(
          "ACCOUNT",
          "reports are the rows of LABELS, sample those of the reference. Excluded: not_in_sample and "
          "not_in_labels (no row with this key in the other table), unlabelled, partner_unlabelled, "
          "partner_rejected. Rejected: all rows of a key that stands in more than one row of its table (looked for "
          "among the reports of the sample), an empty first key column, and a word that is no label.")
      .run(argc, argv, [&](cli::Run& run) { compare_labels::compare_labels(options, run); });
}
