// SPDX-License-Identifier: Apache-2.0
#include "tool.hpp"

namespace cxrval::bootstrap_f1 {
namespace {

constexpr const char* method =
    "A study is positive when its report is abnormal, and predicted positive when abnormal_status is 1 or, with "
    "--threshold, when probability is at least that. Unlabelled pairs are excluded. F1 is 2TP / (2TP + FP + FN) and "
    "undefined only when TP = FP = FN = 0. Drawing n studies with replacement gives the four counts a multinomial law, "
    "so each resample is drawn as counts, exactly; patients are drawn in the same way by the kinds of patients there "
    "are. One patient_id in two facilities is two patients when every table given has a column facility_id. Resample i "
    "of a seed is the same on every machine. Limits are over the resamples in which the measure is defined "
    "(Hyndman-Fan type 7; with --exact the smallest value whose cumulative chance reaches the level); the others are "
    "counted in the column undefined and never taken as 0. --exact draws nothing, so it uses neither --seed nor "
    "--resamples. The estimate is the measure of the studies themselves; bootstrap_mean and bootstrap_median are other "
    "numbers and have columns of their own.";

constexpr const char* measures =
    "Of the four counts: f1, sensitivity, specificity, ppv, npv, accuracy, prevalence, balanced_accuracy, youden, f2, "
    "jaccard, mcc, kappa, lr_positive, lr_negative, diagnostic_odds_ratio, fnr, fpr, fdr. Of the column probability: "
    "roc_auc (ties count one half; a higher probability is more abnormal, never turned round), average_precision (step "
    "sum over thresholds), pr_auc (area by the interpolation of Davis and Goadrich), partial_auc@S and "
    "partial_auc_corrected@S (specificity from S to 1; the latter by McClish), sensitivity_at_specificity@S and "
    "specificity_at_sensitivity@S (a threshold that is in the data; compared in whole numbers), brier, brier_scaled, "
    "ece@BINS, mce@BINS (equal width, 10 without @BINS; resamples lie above them, so take --interval basic), "
    "calibration_slope and calibration_intercept (logistic "
    "regression on the logit), calibration_in_the_large (the intercept with slope 1), net_benefit@T, "
    "standardised_net_benefit@T. Without --measure: f1, sensitivity, specificity, ppv, npv, accuracy and prevalence, "
    "or roc_auc, average_precision and brier of a table without abnormal_status. all: every one that the table "
    "allows, with @0.9, and @0.5 for net benefits.";

constexpr const char* intervals =
    "percentile, basic, bca, studentised and normal are made of resamples of the unit. linearised is the closed form "
    "of the delta method (of whole patients the cluster-robust one); linearised_t has Student's t and, for measures "
    "between 0 and 1, the logit scale. wilson, wilson_cc, clopper_pearson, agresti_coull, jeffreys and wald are for "
    "shares of studies that are independent: with unit patient they are refused. delong and delong_logit are for "
    "roc_auc, of whole patients by Obuchowski with Student's t. An interval that a measure has none of is an empty "
    "pair of limits with a reason; so is one in which nothing varied, which does not make a number certain. auto, the "
    "default: percentile; linearised_t (for roc_auc delong_logit) where fewer than 40 patients are drawn, because "
    "percentiles of so few are too narrow.";

constexpr const char* groups =
    "--group parts the studies by the cells of a column; month and age_band are worked out from study_time and "
    "birth_year where the table has no such column. Each group has rows group COLUMN=VALUE. --subgroups writes, for "
    "each column, for measures of counts and roc_auc, the groups with their difference from all other studies, and the "
    "test that "
    "the measure is the same in all groups (Wald, by F and with the covariance of groups that share patients), p "
    "values also "
    "adjusted by Holm over the tests of one measure. For roc_auc there is no test where patients have studies in "
    "several groups. An empty cell is the group COLUMN=.";

constexpr const char* adjusted =
    "Groups prevalence=P are the measures where a share P of the studies were abnormal, from sensitivity and "
    "specificity as they are here. verification=begg_greenes is corrected for studies whose report is missing "
    "(--unmatched-studies), if having one depends on nothing but the AI's answer (Begg and Greenes 1983).";

constexpr const char* left_open =
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
    "measure. Unit patient also counts the patients of these tables.";

void add_inputs(cli::App& app, Options& options) {
  app.optional_input("PAIRS", options.pairs,
                     "table from match: patient_id, study_uid, label, abnormal_status, probability")
      .option("counts", "TP,FP,FN,TN", options.counts, "the four counts instead of a table of pairs")
      .option("threshold", "T", options.threshold,
              "predicted positive is a probability of at least T, instead of abnormal_status")
      .option("unmatched-studies", "FILE", options.unmatched_studies,
              "table from match --unmatched-studies: measures at worst and at best over the labels that these studies "
              "may have")
      .option("unmatched-reports", "FILE", options.unmatched_reports,
              "table from match --unmatched-reports: the same over the AI results that these reports may have")
      .choice("indeterminate", {"none", "positive", "negative", "both"}, options.indeterminate,
              "count reports of --unmatched-reports whose study got no AI result (STUDY_WITHOUT_AI) as AI-positive, as "
              "AI-negative, or once each")
      .choice("verification", {"none", "begg-greenes"}, options.verification,
              "correct for the studies of --unmatched-studies, taking it that having a report depends on the AI's "
              "answer alone")
      .option("alternatives", "FILE", options.alternatives,
              "table from match --alternatives: measures without the ambiguous pairs, and at worst and at best over "
              "the pairings that were near best");
}

void add_measures(cli::App& app, Options& options) {
  app.option("measure", "NAME", options.measures, "measure to compute, or all; see MEASURES")
      .option("interval", "NAME", options.intervals, "how limits are made, a row each; see INTERVALS (default: auto)")
      .option("resamples", "N", options.resamples, "number of resamples")
      .option("level", "P", options.level, "level of the intervals")
      .option("quantile-type", "1..9", options.quantile_type, "definition of the percentiles, of Hyndman and Fan")
      .choice("unit", {"auto", "study", "patient"}, options.unit,
              "what is drawn with replacement; auto: patients with all their studies when patient ids repeat, else "
              "studies")
      .choice("stratify", {"none", "truth"}, options.stratify,
              "truth: as many positive and as many negative studies (or patients with and without a positive study) as "
              "there are")
      .flag("exact", options.exact, "the law of infinitely many resamples of studies, without random numbers")
      .choice("recipe", {"none", "paper"}, options.recipe,
              "paper: as the VinDr-CXR clinical validation, that is studies, 10000 resamples, percentiles, and the "
              "bootstrap mean as the estimate");
}

void add_groups_and_outputs(cli::App& app, Options& options) {
  app.option("group", "COLUMN", options.groups, "measures by the values of a column, such as sex, age_band or month")
      .option("prevalence", "P", options.prevalences, "and what they would be at a share P of abnormal studies")
      .flag("allow-mixed-models", options.allow_mixed_models,
            "accept pairs of more than one pipeline_hash, and give each model's measures too")
      .flag("summary", options.summary, "write sentences such as F1 0.653 (95% CI 0.635, 0.671) instead of the table")
      .flag("plot", options.plot, "draw the resamples of the first measure as a histogram on standard error")
      .option("draws", "FILE", options.draws, "write every resample's measures to FILE")
      .option("histogram", "FILE", options.histogram, "write how many resamples lie where, by measure, to FILE")
      .option("subgroups", "FILE", options.subgroups, "write the groups of --group with their tests to FILE")
      .option("curves", "FILE", options.curves, "write ROC and precision-recall curves with bands to FILE")
      .option("thresholds", "FILE", options.thresholds, "write the counts and measures at every threshold to FILE")
      .option("calibration-bins", "FILE", options.calibration_bins, "write the bins of the calibration curve to FILE");
}

}  // namespace

cli::App describe(Options& options) {
  cli::App app("bootstrap-f1", "F1 and other measures of the AI against the reports, with honest intervals.");
  add_inputs(app, options);
  add_measures(app, options);
  add_groups_and_outputs(app, options);
  app.reads_table()
      .writes_table("the metrics")
      .rejects("row")
      .threads(options.threads)
      .seed(options.seed)
      .normalize_id(options.normalize_id);
  app.example("bootstrap-f1 pairs.csv", "every measure with its interval, whole patients resampled if ids repeat")
      .example("bootstrap-f1 --counts 1205,729,551,3800 --exact",
               "from four counts: these fit the VinDr-CXR validation's printed figures (inferred, not published)")
      .example("bootstrap-f1 --recipe paper --summary pairs.csv", "as the paper does it, as sentences")
      .example("bootstrap-f1 --measure f1 --measure roc_auc --group sex --subgroups sex.csv pairs.csv",
               "also by sex, and whether the sexes differ")
      .example(
          "bootstrap-f1 --unmatched-studies unmatched_studies.csv --unmatched-reports unmatched_reports.csv "
          "--indeterminate both --alternatives alternatives.csv pairs.csv",
          "and how far each measure can move by what the matching left open")
      .section("METHOD", method)
      .section("MEASURES", measures)
      .section("INTERVALS", intervals)
      .section("GROUPS", groups)
      .section("ADJUSTED MEASURES", adjusted)
      .section("WHAT THE MATCHING LEFT OPEN", left_open);
  return app;
}

}  // namespace cxrval::bootstrap_f1
