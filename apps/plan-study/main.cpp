// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "plan_study.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  plan_study::Options options;
  return cli::App("plan-study", "How many studies a validation needs for a narrow interval or a convincing test.")
      .option("measure", "NAME", options.measures,
              "measure to plan for: any of bootstrap-f1 (f1, sensitivity, ppv ...) but lr_positive, lr_negative and "
              "diagnostic_odds_ratio, or roc_auc with --auc")
      .option("sensitivity", "P", options.sensitivity, "sensitivity that is expected")
      .option("specificity", "P", options.specificity, "specificity that is expected")
      .option("prevalence", "P", options.prevalence, "share of abnormal studies that is expected")
      .option("counts", "TP,FP,FN,TN", options.counts, "a pilot's counts instead of these three")
      .option("auc", "A", options.auc, "area under the ROC curve that is expected; A,B: of two models to compare")
      .option("correlation", "R", options.correlation,
              "of the estimates of these two areas, as the studies are the same")
      .option("discordant", "PA,PB", options.discordant,
              "two models to compare by McNemar's test: shares of the studies in which only the first, and only the "
              "second, is right")
      .option("half-width", "W", options.half_widths, "half of the width that the interval shall have")
      .option("goal", "G", options.goals,
              "what a one-sided test shall find the measure to be above (fnr, fpr and fdr: below)")
      .option("level", "P", options.level, "level of the interval")
      .option("alpha", "P", options.alpha, "level of a test, one-sided for --goal and two-sided for two models")
      .option("power", "P", options.power, "chance that the test finds what is expected")
      .choice("interval", {"wilson", "wilson_continuity", "clopper_pearson", "agresti_coull", "jeffreys", "wald"},
              options.interval, "interval of measures that are shares; the others are planned by the delta method")
      .option("design-effect", "D", options.design_effect,
              "by how much the variance grows because patients have several studies")
      .option("studies-per-patient", "M", options.studies_per_patient, "mean number of studies of a patient")
      .option("icc", "R", options.icc,
              "correlation of the studies of one patient; the design effect is then 1 + (M - 1) R")
      .option("loss", "SHARE", options.loss, "share of the studies that find no report, such as 0.05 or 300/6585")
      .flag("summary", options.summary, "write sentences instead of the table")
      .writes_table("the plan")
      .example(
          "plan-study --measure f1 --measure sensitivity --counts 1205,729,551,3800 --half-width 0.02 --loss 300/6585",
          "to repeat the VinDr-CXR validation with narrower intervals (its counts are inferred, not published)")
      .example("plan-study --summary --measure sensitivity --sensitivity 0.95 --prevalence 0.28 --goal 0.9",
               "to show that the sensitivity is above 0.9")
      .example("plan-study --summary --discordant 0.08,0.05 --auc 0.92,0.90 --correlation 0.5 --prevalence 0.28",
               "to tell two models apart")
      .section(
          "METHOD",
          "Measures that are a share of studies (sensitivity, specificity, ppv, npv, accuracy, prevalence, jaccard, "
          "fnr, fpr, fdr) are planned by the number of cases that they are a share of: the smallest for which the "
          "interval's expected half-width, over all binomial results, is narrow enough, and from which on it stays "
          "so; --interval wald takes z sqrt(p (1 - p) / m). Studies are that number by the share of studies that "
          "are such cases. Other measures: z sqrt(V / n), with V by the delta method at the expected shares of the "
          "four cells. roc_auc: Hanley and McNeil's standard error (1982), for exponential scores.")
      .section(
          "TESTS",
          "--goal, shares: the one-sided exact binomial test; the power goes up and down with the number of cases, "
          "and the number given is the one from which on it never falls below --power. Other measures and roc_auc: "
          "the normal test with the expected standard error. --discordant: the exact McNemar test (twice the "
          "smaller binomial tail), over the binomial number of discordant studies; Connor's formula (1987) is "
          "given beside it. --auc A,B: z = (A - B) / SE, SE^2 = SA^2 + SB^2 - 2 R SA SB.")
      .section(
          "COLUMNS",
          "question (half_width, goal, difference), measure, expected, half_width, goal, compared (expected of the "
          "second model), level, alpha, power, method, achieved (the half-width or power that the number gives), "
          "cases (studies that a share is of), independent_studies, design_effect, studies (their product), "
          "positives and negatives (expected among them), collected_studies (by what is left after losses), "
          "collected_patients.")
      .run(argc, argv, [&](cli::Run& run) { plan_study::plan_study(options, run); });
}
