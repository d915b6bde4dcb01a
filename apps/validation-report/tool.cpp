// SPDX-License-Identifier: Apache-2.0
#include "tool.hpp"

namespace cxrval::validation_report {
namespace {

constexpr const char* page =
    "One HTML file without scripts and without anything from outside, for the screen (light and dark, from telephones "
    "up) "
    "and for paper: what was validated, the flow of studies and reports, the confusion matrix, measures, bootstrap "
    "distribution, ROC and precision-recall curves, calibration, thresholds, subgroups, bounds for what the matching "
    "left "
    "open, lesions, times, label warnings, examples of errors, a methods text, evidence for STARD 2015, and "
    "provenance. A "
    "part whose table is not given says which command makes it. Every number stands in a table that another tool "
    "wrote, "
    "or in its run record; the page computes none but sums and shares of the four counts. Same tables, same bytes.";

constexpr const char* names =
    "--from FOLDER takes from it what no option names: metrics.csv, histogram.csv, curves.csv, thresholds.csv, "
    "calibration_bins.csv, subgroups.csv (all of bootstrap-f1), flow.csv, daily.csv, lags.csv, pairs.csv (of match), "
    "lesion_ap.csv (of eval-boxes), and the folder runs. Of the run records only those count that lead to a table of "
    "the "
    "page, by equal SHA-256 of what one run wrote and the next one read. Images are those of an example's own patient "
    "and study: ids are compared by the --normalize-id of match's run record, or by the one given here where there is "
    "no such record or it names map:FILE.";

constexpr const char* privacy =
    "The page names no file and no patient. Examples are known by the line of the pairs table, with --pseudonymize "
    "also "
    "by the study's pseudonym. --report-texts and --images put patients' data on the page, which then has mode 0600. "
    "Text "
    "of tables is never trusted: it is escaped, and marks that could hide or reverse text are made visible.";

void add_tables(cli::App& app, Options& options) {
  app.option("from", "FOLDER", options.from, "folder with tables and run records under their usual names, see TABLES")
      .option("metrics", "FILE", options.metrics, "measures, from bootstrap-f1 (needed, here or in --from)")
      .option("histogram", "FILE", options.histogram, "table from bootstrap-f1 --histogram")
      .option("curves", "FILE", options.curves, "table from bootstrap-f1 --curves")
      .option("thresholds", "FILE", options.thresholds, "table from bootstrap-f1 --thresholds")
      .option("calibration-bins", "FILE", options.calibration_bins, "table from bootstrap-f1 --calibration-bins")
      .option("subgroups", "FILE", options.subgroups, "table from bootstrap-f1 --subgroups")
      .option("flow", "FILE", options.flow, "table from match --flow")
      .option("daily", "FILE", options.daily, "table from match --daily")
      .option("lags", "FILE", options.lags, "table from match --lags")
      .option("lesion-ap", "FILE", options.lesion_ap, "measures of lesion boxes, from eval-boxes")
      .option("runs", "FOLDER", options.runs, "folder with the run records of the chain (--run-dir)");
}

void add_examples(cli::App& app, Options& options) {
  app.option("pairs", "FILE", options.pairs, "table from match, for examples of errors")
      .option("examples", "N", options.examples, "examples of each kind of error, 0 to 50; 0: no such part")
      .option("report-texts", "FILE", options.report_texts,
              "show what the reports of the examples say, from this table of label-reports (patients' data)")
      .option("images", "FOLDER", options.images,
              "show the images of the examples, from the folder that cxr-infer read (patients' data); needs --results")
      .option("results", "FILE", options.results, "table from cxr-infer, which says where a study's images are")
      .option("boxes", "FILE", options.boxes, "table from cxr-infer --boxes, to be drawn on the images");
}

}  // namespace

cli::App describe(Options& options) {
  cli::App app("validation-report", "One page for people: the tables of a validation as figures and text.");
  add_tables(app, options);
  add_examples(app, options);
  app.option("figures", "FOLDER", options.figures,
             "write each figure to FOLDER, as figure-NAME.svg and its data as figure-NAME.csv")
      .choice("lang", {"en", "vi"}, options.language, "language of the page")
      .option("title", "TEXT", options.title, "title of the page")
      .reads_table()
      .writes_table("the page")
      .rejects("run record")
      .normalize_id(options.normalize_id)
      .pseudonymize();
  app.example("validation-report --metrics metrics.csv -o report.html", "the measures alone")
      .example("validation-report --from . --lang vi --figures figures -o bao_cao.html",
               "all tables of a folder, in Vietnamese, with each figure as a file")
      .section("PAGE", page)
      .section("TABLES", names)
      .section("PRIVACY", privacy);
  return app;
}

}  // namespace cxrval::validation_report
