// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"
#include "stats/confusion.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::compare_models {

// Whose answers stand in which column of a single table.
struct NamedColumn {
  std::string name;
  std::string column;
};

enum class McnemarTest { exact, mid_p, chi_square, corrected };

// What the options ask for.
struct Wanted {
  std::vector<std::string> names;  // of the tables, when there are several
  std::vector<NamedColumn> models;
  std::vector<NamedColumn> scores;
  std::vector<NamedColumn> ratings;
  std::vector<std::string> classes;  // of ratings, in their order
  std::optional<double> threshold;
  std::vector<stats::Measure> measures;
  bool roc_auc = false;         // where there are scores
  bool roc_auc_needed = false;  // asked for by name
  std::vector<McnemarTest> mcnemar;
  std::string unit;
  bool unpaired = false;
  std::uint64_t resamples = 0;
  std::uint64_t seed = 0;
  double level = 0;
  int threads = 1;
  deid::PatientIdRule normalize_id;

  bool one_table() const { return names.empty(); }
};

// Throws UsageError for options that contradict each other, name nothing known or would not be used.
Wanted parse_wanted(const Options& options, const cli::Run& run);

}  // namespace cxrval::compare_models
