// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "compare_models.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  compare_models::Options options;
  return cli::App("compare-models", "Two or more models or readers on the same studies: measures, differences, tests.")
      .option("name", "NAME", options.names, "name of each table's model, in the order of the tables; else the files'")
      .option("model", "NAME=COLUMN", options.models, "a model's predictions, 0 or 1, in a column of a single table")
      .option("score", "NAME=COLUMN", options.scores,
              "a model's scores, higher for more abnormal, in a column of a single table")
      .option("rating", "NAME=COLUMN", options.ratings, "a reader's classes in a column of a single table")
      .option("order", "A,B,C", options.order, "the readers' classes from least to most, for --rating")
      .option("threshold", "T", options.threshold,
              "predict abnormal where the score (in tables from match: probability) is T or more")
      .option("measure", "NAME", options.measures,
              "measure to compare, as in bootstrap-f1, or roc_auc; without it f1, sensitivity, specificity, accuracy, "
              "and roc_auc where all have scores")
      .choices("mcnemar", {"exact", "mid-p", "chi-square", "corrected"}, options.mcnemar,
               "which of McNemar's tests to give; without it exact")
      .option("resamples", "N", options.resamples, "number of resamples")
      .option("level", "P", options.level, "level of the intervals")
      .choice("unit", {"auto", "study", "patient"}, options.unit,
              "what is independent and drawn with replacement; auto: patients with all their studies when patient ids "
              "repeat, else studies")
      .flag("unpaired", options.unpaired, "two tables of different studies and patients: compare roc_auc alone")
      .flag("summary", options.summary, "write sentences instead of the table")
      .reads_table()
      .writes_table("measures and comparisons")
      .rejects("row")
      .seed(options.seed)
      .threads(options.threads)
      .normalize_id(options.normalize_id)
      .example("compare-models --name old --name new pairs.csv pairs_new.csv",
               "two models' tables from match, study by study")
      .example("compare-models --map label=truth --score A=score_a --score B=score_b --threshold 0.5 scores.csv",
               "two scores in one table, as predictions too")
      .example("compare-models --rating Lan=lan --rating Minh=minh --order normal,mild,severe --summary readers.csv",
               "agreement of two readers, as sentences")
      .section("METHOD",
               "Models are compared over the studies that all of them answered; the others are excluded and counted. "
               "Differences are the first model less the second. Of measures over predictions the intervals are "
               "percentiles over resamples, each the same for all models (a draw of how often each joint pattern of "
               "truth and predictions comes up, exactly); bootstrap_two_sided is twice the smaller share of resamples "
               "on either side of 0, each with one more. McNemar's tests are of the studies in which one of two models "
               "is right (columns first_only, second_only): of all studies, of the positive and of the negative ones; "
               "with the exact and the mid-p test goes Newcombe's interval (1998, method 10), with the chi-squares "
               "Wald's. When patients have several studies, cluster_t (Student's t with one degree of freedom less "
               "than patients) is the test to read, for McNemar's takes studies as independent. Areas under ROC curves "
               "are by DeLong, and by Obuchowski (1997) for patients. "
               "Agreement of two models or readers: kappa with the standard errors of Fleiss, Cohen and Everitt "
               "(1969), linearly and quadratically weighted for more than two classes, Gwet's AC1, and the largest "
               "kappa that the margins allow; for patients over the resamples. Fleiss' kappa is of all when they are "
               "more than two, without studies of fewer than two ratings. p_holm is adjusted by Holm over the rows of "
               "one measure and one p_method, models and readers apart. Where all resamples give the same number, or "
               "no variance was seen, there are no limits and no p (but p 1 where all differences are 0). A measure, "
               "limits or a test that are not there have their reason in the column reason; columns that a method "
               "does not have are empty.")
      .section("ACCOUNT",
               "Several tables: a unit for each, by its model's name; excluded: not_in_NAME, unlabelled, "
               "no_probability_of_NAME (with --threshold or --measure roc_auc; else such a study is compared by its "
               "predictions, is left out of roc_auc, and a warning says so), rejected_elsewhere (another table's row "
               "of this study was rejected). Rejected: "
               "a study twice in its table, labels that differ between tables, and cells that cannot be read. One "
               "table: unit studies; excluded: unlabelled, no_prediction_of_NAME, no_score_of_NAME; a "
               "study of which another row is rejected is rejected too. A reader may leave "
               "studies out; n of a pair of readers is of what both rated. Under --redact-paths models need --name.")
      .inputs("TABLE", options.tables, "one table from match for each model, or a single one with named columns")
      .run(argc, argv, [&](cli::Run& run) { compare_models::compare_models(options, run); });
}
