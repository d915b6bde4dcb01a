// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "split_folds.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  split_folds::Options options;
  return cli::App("split-folds", "Part a table's patients, each with all rows, into folds and a test set.")
      .option("folds", "K", options.folds, "number of folds")
      .option("test", "SHARE", options.test,
              "share of all rows, of at most six decimals, that is tested: by each fold anew, or with --fixed-test by "
              "all folds; without it the folds are K equal parts")
      .flag("fixed-test", options.fixed_test, "one test set for all folds; the folds part what it leaves")
      .option("validation", "SHARE", options.validation,
              "with --fixed-test: share of all rows in each fold; without it the folds part all that the test set "
              "leaves")
      .option("stratify", "COLUMN", options.stratify, "keep the shares of this column's values alike in all parts")
      .option("patient", "COLUMN", options.patient, "column of the patients' ids; a patient is never parted")
      .option("balance", "FILE", options.balance, "write patients, rows and shares of each part and stratum to FILE")
      .seed(options.seed)
      .normalize_id(options.normalize_id)
      .reads_table()
      .writes_table("the rows as they are, with the columns set (with --fixed-test) and fold")
      .rejects("row")
      .example("split-folds --folds 5 --stratify label pairs.csv > folds.csv", "five folds of patients")
      .example("split-folds --test 0.5 --fixed-test --folds 2 --validation 0.1 --stratify label pairs.csv",
               "as CAAXR: half is tested by both folds, each holds out a tenth for validation and trains on the rest")
      .section("COLUMNS",
               "fold: the number of the fold, from 1, that holds the row out: tests it, or with --fixed-test validates "
               "by it; all other rows but the test set train that fold. It is empty where no fold holds the row out: "
               "in the test set of --fixed-test, and of rows that are for training alone. set: test or train.")
      .section("EVALUATION",
               "With --fixed-test each fold's model is run on the rows whose set is test, and the results are put "
               "below each other in one table with a column fold, the number of the fold whose model made the row: "
               "awk -v OFS=, 'NR == 1 { print $0, \"fold\" } FNR > 1 { print $0, FILENAME + 0 }' 1.csv 2.csv > "
               "both.csv. Then eval-classes --fold fold both.csv, the truth from the table of split-folds by "
               "--truth-table, takes the fold of both.csv.")
      .section("METHOD",
               "Patients are sorted by id, shuffled by the seed, and those with more rows go first, each to the part "
               "that falls short of its share most, so the parts depend on the ids and the seed alone, never on the "
               "order of rows. Ids are compared after --normalize-id; the column facility_id, where there is one, is "
               "part of them. A study_uid or sop_uid that stands in two parts, because its rows name different "
               "patients, is warned of.")
      .section("ACCOUNT", "Unit rows. Rejected: rows that cannot be read, or without a patient's id.")
      .optional_input("TABLE", options.table, "any table with a column of patients")
      .run(argc, argv, [&](cli::Run& run) { split_folds::split_folds(options, run); });
}
