// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "eval_classes.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  eval_classes::Options options;
  return cli::App("eval-classes", "Measures of several classes: per class, averaged, one versus rest, over folds.")
      .option("truth", "COLUMN", options.truth, "column of the true class")
      .option("prediction", "COLUMN", options.prediction,
              "column of the predicted class; without it the class of the highest score is predicted")
      .option("score", "CLASS=COLUMN", options.scores,
              "column of a class's scores; of two classes one is enough, when it is a probability")
      .option("score-prefix", "TEXT", options.score_prefix,
              "scores are in columns TEXT and the class's name; of a protocol's words those count that have a column")
      .option("protocol", "FILE", options.protocol,
              "classes, and what the truth and the model call them; or the name of one of data/protocols, such as "
              "router")
      .option("classes", "A,B,...", options.classes, "the classes, each called by its own name")
      .choice("ties", {"first", "reject"}, options.ties,
              "when several classes have the highest score: the first of the classes, or the row is rejected")
      .flag("multi-label", options.multi_label, "any number of classes may hold, each in a column of 0 and 1")
      .option("truth-prefix", "TEXT", options.truth_prefix,
              "with --multi-label: the truth is in columns TEXT and class")
      .option("prediction-prefix", "TEXT", options.prediction_prefix,
              "with --multi-label: predictions are in columns TEXT and class")
      .option("threshold", "T", options.threshold,
              "with --multi-label: a class is predicted where its score is T or more")
      .option("truth-table", "FILE", options.truth_table, "the truth, groups and folds are in another table")
      .option("key", "COLUMN", options.key, "with --truth-table: the column that both tables have in common")
      .option("fold", "COLUMN", options.fold,
              "column of the fold, from 1, whose model made the row: measures of each fold, their mean and standard "
              "deviation; of the truth table only where the predictions have no such column")
      .option("ddof", "N", options.ddof, "of the standard deviation over folds: 1 of a sample, 0")
      .option("group", "COLUMN", options.groups, "measures also by the values of a column")
      .option("measure", "NAME", options.measures,
              "measure of predictions, as in bootstrap-f1; without it sensitivity (recall), specificity, ppv "
              "(precision), npv, f1, accuracy")
      .option("specificity", "S", options.specificities,
              "sensitivity at a specificity of at least S; without it at 0.99 and 0.9")
      .option("confusion", "FILE", options.confusion, "write the confusion matrix to FILE")
      .option("resamples", "N", options.resamples, "number of resamples")
      .option("level", "P", options.level, "level of the intervals")
      .choice("unit", {"auto", "image", "study", "patient"}, options.unit,
              "what is drawn with replacement, with all its rows; auto: patients when patient ids repeat, else studies "
              "when study_uid repeats, else the rows, which are images where there is a sop_uid, else studies")
      .flag("summary", options.summary, "write sentences instead of the table")
      .normalize_id(options.normalize_id)
      .reads_table()
      .writes_table("measures")
      .rejects("row")
      .seed(options.seed)
      .threads(options.threads)
      .example("eval-classes --truth lan --prediction minh --confusion matrix.csv readers.csv",
               "one reader against the other, class by class, and the confusion matrix")
      .example("eval-classes --classes 0,1 --score 1=score_a --specificity 0.9 --summary scores.csv",
               "two classes and the probability of one: areas and sensitivity at a specificity, as sentences")
      .section("METHOD",
               "Each class is held against all others. macro_ is the mean over the classes that are true of some "
               "row (macro_f1 the mean of F1s), weighted_ weights them by their numbers of rows, micro_ sums their "
               "tables. Nothing undefined is taken as 0: a measure that is undefined for one class leaves its "
               "macro average undefined, with the reason. All measures of a group and fold share their resamples; "
               "a row with a prediction but no score, or the reverse, counts in the measures of what it has, and n "
               "is the number of units with such rows. Limits are percentiles, but of a class's area DeLong's, and "
               "where units have several rows Obuchowski's. Thresholds are chosen anew in each resample, compared "
               "in whole numbers, without interpolation. Scores of different folds are never put together; models "
               "of several folds on one test set are rows below each other, with the fold in a column of the "
               "predictions. The columns of score and word names are matched by name, never by position.")
      .section("ACCOUNT",
               "Unit images where there is a column sop_uid (or study_uid and frame), else studies. Excluded: "
               "no_truth, left_out (by the protocol), no_fold, no_prediction, no_score (with --prediction: neither "
               "of them). Rejected: a row that stands twice (in one fold; by study_uid, sop_uid and frame where "
               "they are there, whoever the patient is, else by the key of --truth-table), a fold 0, a word that is "
               "no class, scores that are no probabilities where those of one class are added up, cells that "
               "cannot be read, and with --ties reject a tie.")
      .optional_input("PREDICTIONS", options.table, "a row a study, or an image; such as results of cxr-infer")
      .run(argc, argv, [&](cli::Run& run) { eval_classes::eval_classes(options, run); });
}
