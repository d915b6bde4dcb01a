// SPDX-License-Identifier: Apache-2.0
#include "check_printed.hpp"
#include "cli/app.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  check_printed::Options options;
  return cli::App("check-printed", "List the confusion tables that a paper's printed figures can come from, and slips.")
      .option("n", "N", options.n, "number of studies")
      .option("positives", "P", options.positives, "number of abnormal studies, or a range such as 1700..1800")
      .option(
          "printed", "NAME=ESTIMATE,LOW,HIGH", options.printed,
          "a measure as printed, with all its digits, with its limits or without: f1=0.653,0.635,0.671 or "
          "accuracy=79.6%; tables must fit all of them. Limits may stand at measures of two counts: f1, sensitivity, "
          "specificity, ppv, npv, accuracy, prevalence, jaccard, fnr, fpr, fdr; the others of bootstrap-f1 have an "
          "estimate only")
      .choice("estimate", {"either", "point", "mean"}, options.estimate,
              "what an estimate with bootstrap limits is: the measure of the table, the mean over the resamples, or "
              "either")
      .choice(
          "interval",
          {"bootstrap", "wilson", "wilson_continuity", "clopper_pearson", "agresti_coull", "jeffreys", "wald", "any"},
          options.interval,
          "what the limits are: percentiles over resamples of studies, or a formula for shares (wald is for F1 too)")
      .option("level", "P", options.level, "level of the intervals")
      .option("resamples", "B", options.resamples, "number of resamples that the paper drew")
      .option(
          "noise", "K", options.noise,
          "standard deviations by which percentiles and means of so many resamples may miss those of infinitely many")
      .option("percent", "PRINTED=PART/WHOLE", options.percents,
              "check a printed percentage against its counts, such as 72.4=4529/6285")
      .option("share", "PRINTED=PART/WHOLE", options.shares, "the same of a share, such as 0.721=4529/6285")
      .option("sum", "PRINTED=TERM+TERM", options.sums, "check a printed sum, such as 6285=4529+1756")
      .option("same", "NAME=NUMBER,NUMBER", options.same,
              "check a quantity that is printed several times, such as ai_results=6687,6585; NAME is for people")
      .option("mean", "PRINTED=NUMBER,NUMBER", options.means,
              "check a mean of printed numbers; PRINTED=FILE:COLUMN takes them from a table")
      .option("harmonic", "F1=PRECISION,RECALL", options.harmonic_means,
              "check F1 against printed precision and recall, such as 0.981=0.985,0.982")
      .option("slips", "FILE", options.slips, "with --printed, write the checks to FILE; alone they are the output")
      .option("paper", "FILE", options.paper, "check every number of a paper, from a list of them (see PAPER)")
      .option("table", "NAME=FILE", options.tables, "with --paper, a table that the list names, such as flow=flow.csv")
      .flag("markdown", options.markdown, "with --paper, write sentences about slips and a Markdown table")
      .flag("summary", options.summary, "write sentences instead of the table")
      .threads(options.threads)
      .writes_table("the tables or checks")
      .example("check-printed --n 6285 --positives 1756 --printed f1=0.653,0.635,0.671 --printed accuracy=79.6%",
               "the tables that give the VinDr-CXR validation's printed F1, interval and accuracy")
      .example(
          "check-printed --percent 72.4=4529/6285 --sum 6285=4529+1756 --same "
          "ai_results=6687,6585",
          "what the same paper prints about its studies")
      .example("check-printed --summary --harmonic 0.981=0.985,0.982",
               "can this F1 come from this precision and recall?")
      .example("check-printed --summary --paper \"$CXRVAL_DATA/papers/vindr-cxr-2022.csv\"",
               "every number of the VinDr-CXR validation")
      .section(
          "TABLES",
          "A table of N studies, P of them abnormal, fits when its measure would be printed as ESTIMATE: the exact "
          "quotient lies in the cell from half a unit of the last digit below to half a unit above, both ends "
          "included. Under --estimate mean or either it is enough that the mean over the resamples does, give or "
          "take K SD / sqrt(B). Limits are held against the law of infinitely many resamples: the limit at "
          "probability p of B resamples is its quantile at a probability with mean p and standard deviation "
          "s = sqrt(p (1 - p) / B), so it may lie from Q(p - K s) to Q(p + K s), and this range must meet the "
          "printed limit's cell. Formulas have no noise, and beside them the estimate is never a mean. Nothing is "
          "sampled, and every table that fits is listed. A "
          "table that fits is inferred, not published. When none does, that is the result: the table is empty, a "
          "note says none, and the exit code is 0.")
      .section(
          "COLUMNS",
          "tp, fp, fn, tn, sensitivity, specificity, ppv, npv, accuracy, f1; then for each printed measure that is "
          "none of these its value, and for each with limits NAME_mean (over infinitely many resamples), NAME_low "
          "and NAME_high (their limits, or those of the first formula that fits), NAME_low_from, NAME_low_to, "
          "NAME_high_from, NAME_high_to (where the limits of B resamples may lie), NAME_chance (that B resamples "
          "are printed so), NAME_methods (what fits); then level, resamples (B) and noise (K). Of checks: check, "
          "given, printed, computed, verdict (follows, truncated, slip), explanation.")
      .section("CHECKS",
               "Numbers with digits behind the point or a % stand for their whole cell, others are exact counts. The "
               "printed number of --share and --mean and all of --harmonic are measures and need such digits. A share "
               "exactly between two printed numbers may be printed as either. truncated: the digits were cut off "
               "instead of rounded. What may have caused a slip is a guess.")
      .section(
          "PAPER",
          "The list is a table with the columns id, where, what, printed, how, value, command: one row for each way "
          "to obtain one printed number (docs/formats.md). how is paper (value computes it from other printed "
          "numbers by their ids: same, share, sum, difference, mean, harmonic, count), inferred, planted or software "
          "(value looks it up in a table of --table: NAME[COLUMN=VALUE].COLUMN, rows(NAME[COLUMN=VALUE]), and share "
          "or sum of such), cited, or private (no value; command would compute it). The output has a row for each: "
          "id, where, what, printed, value, how, command, verdict (follows, truncated, slip, differs: a value of a "
          "table is not printed so; not_obtained, not_printed: it stands in a picture only), explanation. A table "
          "that is not given, and a row that it lacks, leave the number not_obtained. A list that contradicts "
          "itself is an error with its place.")
      .run(argc, argv, [&](cli::Run& run) { check_printed::check_printed(options, run); });
}
