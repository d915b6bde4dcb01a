// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "evaluate.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  bootstrap_f1::Options options;
  return cli::App("bootstrap-f1", "F1 and other measures of the AI against the reports, with bootstrap intervals.")
      .optional_input("PAIRS", options.pairs, "table from match: patient_id, study_uid, label, abnormal_status")
      .option("counts", "TP,FP,FN,TN", options.counts, "the four counts instead of a table of pairs")
      .option("unmatched-studies", "FILE", options.unmatched_studies,
              "table from match --unmatched-studies: measures at worst and at best over the labels that these studies "
              "may have")
      .option("unmatched-reports", "FILE", options.unmatched_reports,
              "table from match --unmatched-reports: the same over the AI results that these reports may have")
      .choice("indeterminate", {"none", "positive", "negative", "both"}, options.indeterminate,
              "count reports of --unmatched-reports whose study got no AI result (STUDY_WITHOUT_AI) as AI-positive, as "
              "AI-negative, or once each")
      .option(
          "alternatives", "FILE", options.alternatives,
          "table from match --alternatives: measures without the ambiguous pairs, and at worst and at best over the "
          "pairings that were near best")
      .option("measure", "NAME", options.measures,
              "measure to compute: f1, sensitivity, specificity, ppv, npv, accuracy, prevalence, balanced_accuracy, "
              "youden, f2, jaccard, mcc, kappa, lr_positive, lr_negative, diagnostic_odds_ratio, fnr, fpr or fdr")
      .option("resamples", "N", options.resamples, "number of resamples")
      .option("level", "P", options.level, "level of the intervals")
      .choice("unit", {"auto", "study", "patient"}, options.unit,
              "what is drawn with replacement; auto: patients with all their studies when patient ids repeat, else "
              "studies")
      .flag("exact", options.exact, "the law of infinitely many resamples of studies, without random numbers")
      .choice("recipe", {"none", "paper"}, options.recipe,
              "paper: as the VinDr-CXR clinical validation, that is studies, 10000 resamples, percentiles, and the "
              "bootstrap mean as the estimate")
      .flag("summary", options.summary, "write sentences such as F1 0.653 (95% CI 0.635, 0.671) instead of the table")
      .flag("allow-mixed-models", options.allow_mixed_models,
            "accept pairs of more than one pipeline_hash, and give each model's measures too")
      .reads_table()
      .writes_table("the metrics")
      .rejects("row")
      .seed(options.seed)
      .example("bootstrap-f1 pairs.csv", "every measure with its interval, whole patients resampled if ids repeat")
      .example("bootstrap-f1 --counts 1205,729,551,3800 --exact",
               "from four counts: these fit the VinDr-CXR validation's printed figures (inferred, not published)")
      .example("bootstrap-f1 --recipe paper --summary pairs.csv", "as the paper does it, as sentences")
      .example(
          "bootstrap-f1 --unmatched-studies unmatched_studies.csv --unmatched-reports unmatched_reports.csv "
          "--indeterminate both --alternatives alternatives.csv pairs.csv",
          "and how far each measure can move by what the matching left open")
      .section("METHOD",
               "A study is positive when its report is abnormal, and predicted positive when abnormal_status is 1. "
               "Unlabelled pairs are excluded. F1 is 2TP / (2TP + FP + FN) and undefined only when TP = FP = FN = 0. "
               "Drawing n studies with replacement gives the four counts a multinomial law, so each resample is drawn "
               "as counts, exactly; patients are drawn in the same way by the kinds of patients there are. One "
               "patient_id in two facilities is two patients when every table given has a column facility_id. Resample "
               "i of a seed is the same on every machine. Limits are percentiles over the resamples in which the "
               "measure is defined (Hyndman-Fan type 7; with --exact the smallest value whose cumulative chance "
               "reaches the level); the others are counted in the column undefined and never taken as 0. --exact draws "
               "nothing, so it uses neither --seed nor --resamples.")
      .section("WHAT THE MATCHING LEFT OPEN",
               "Groups missing_labels=low and =high are the smallest and the largest value over all labels that the "
               "unmatched studies with an AI result may have; missing_results the same over all AI results of the "
               "unmatched reports; missing_both of both together, each record a study of its own. Bounds are exact and "
               "assume nothing. A report whose study got no AI result is no such report: it is indeterminate, and "
               "counted by --indeterminate only. Records that match calls DUPLICATE_STUDY or DUPLICATE_REPORT are left "
               "out. ambiguous=dropped leaves out the pairs of ambiguous components; ambiguous=low and =high are the "
               "smallest and largest value over all one-to-one pairings of them that use the pairs of the table and "
               "are as many as were chosen, exact by Dinkelbach's iteration, for measures that are a ratio of counts "
               "(not balanced_accuracy, youden, mcc, kappa, lr_positive, lr_negative, diagnostic_odds_ratio). Counts "
               "and interval of such a row are those of the completed table; from the lower limit of low to the upper "
               "limit of high reaches an interval for all that is possible. Extremes are over what defines the "
               "measure. Unit patient also counts the patients of these tables.")
      .run(argc, argv, [&](cli::Run& run) { bootstrap_f1::evaluate(options, run); });
}
