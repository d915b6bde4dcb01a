// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::validation_report {

// The whole tool: reads the tables and writes the page, and the figures where they are asked for. Throws UsageError for
// options that contradict.
void compose(const Options& options, cli::Run& run);

}  // namespace cxrval::validation_report
