// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "options.hpp"
#include "stats/evaluation.hpp"

namespace cxrval::bootstrap_f1 {

// --draws, --histogram, --curves, --thresholds and --calibration-bins: those that were asked for, of all studies.
void write_outputs(const Material& material, const Options& options, const stats::Evaluation& wanted, cli::Run& run);

// The resamples of the first measure as a histogram, in notes.
void plot_first(const Material& material, const stats::Evaluation& wanted, const stats::Metric& first, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
