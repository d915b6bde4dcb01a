// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "stats/class_evaluation.hpp"
#include "stats/fold_mean.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::eval_classes {

// What is drawn, and how it is evaluated.
struct Sampling {
  Kind drawn = Kind::study;
  stats::Evaluation evaluation;
};

// A row of the table. What it is of is known by these, never by the text of its group, which may come from cells.
struct Row : stats::FoldMean {
  bool subgroup = false;
  bool fold = false;       // one fold alone
  std::string class_name;  // empty where it is of all classes
};

// The rows of a subgroup (all of them where the column is nothing).
struct Subgroup {
  std::optional<std::size_t> column;  // of Case::groups
  std::string name;                   // COLUMN=VALUE
  std::string value;

  bool has(const Case& row) const { return !column || row.groups[*column] == value; }
};

// All, then the values of each column. Throws base::Error for a column of more than 200 values.
std::vector<Subgroup> subgroups_of(const Material& material, const std::vector<std::string>& columns);

// Throws base::Error for more than 200 folds, and for more numbers than memory holds.
void check_size(const Material& material, const Sampling& sampling, const std::string& fold_column);

// The measures of a subgroup; with folds those of each fold, then their means.
std::vector<Row> evaluate(const Material& material, const Subgroup& subgroup, const Sampling& sampling,
                          std::optional<unsigned> ddof_of_folds);

void write_table(const std::vector<Row>& rows, bool folds, cli::Run& run);
void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run);

// Truth by prediction of each subgroup (and fold).
void write_confusion(const Material& material, const std::vector<Subgroup>& subgroups, const std::string& path,
                     cli::Run& run);

}  // namespace cxrval::eval_classes
