// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::plan_study {

// The whole tool: answers each question of the options with a row. Throws UsageError for options that contradict.
void plan_study(const Options& options, cli::Run& run);

}  // namespace cxrval::plan_study
