// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "options.hpp"
#include "stats/evaluation.hpp"

#include <vector>

namespace cxrval::bootstrap_f1 {

// Writes --subgroups: each group of each --group column beside all other studies, and whether the groups differ at all,
// for measures of counts and for roc_auc. `metrics` are the rows of the metrics table. Says the tests in notes.
void write_subgroups(const std::vector<stats::Metric>& metrics, const Material& material, const Options& options,
                     const stats::Evaluation& wanted, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
