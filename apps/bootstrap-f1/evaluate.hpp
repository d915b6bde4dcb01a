// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::bootstrap_f1 {

// The whole tool: reads pairs or counts, resamples, writes the metrics. Throws UsageError for options that contradict.
void evaluate(const Options& options, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
