// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::check_printed {

// The whole tool: checks printed numbers against one another, lists the tables that they can come from. Throws
// UsageError for options that contradict.
void check_printed(const Options& options, cli::Run& run);

}  // namespace cxrval::check_printed
