// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alternatives.hpp"
#include "cli/run.hpp"
#include "cohort.hpp"
#include "options.hpp"
#include "stats/bootstrap.hpp"
#include "stats/evaluation.hpp"
#include "stats/gaps.hpp"
#include "stats/tally.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::bootstrap_f1 {

// All that was read.
struct Material {
  stats::Tally pairs;  // empty for --counts
  stats::Population all{{}};
  std::vector<std::pair<std::string, stats::Population>> by_model;  // where there are several
  stats::Unit unit = stats::Unit::study;
  Cohort cohort;  // where groups or scores are asked for

  // What is drawn from when these studies are all there are.
  stats::Population population(const stats::Tally& tally, stats::Strata strata) const;

  // Of the tables that were given.
  std::optional<stats::GapTally> unmatched_studies;
  std::optional<stats::GapTally> unmatched_reports;
  std::optional<stats::GapTally> indeterminate;
  std::optional<Alternatives> alternatives;
};

// Reads --counts or the tables, and decides the measures (what the table has columns for) and the unit: patients when
// ids repeat in what is counted, unless the options say otherwise. Throws base::Error for tables that are not of the
// same studies or the same model.
Material read_material(const Options& options, stats::Evaluation& wanted, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
