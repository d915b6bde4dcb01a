// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::check_printed {

// All of --paper: reads the list, checks every number, writes the table, or text for --markdown and --summary.
void check_paper_numbers(const Options& options, cli::Run& run);

}  // namespace cxrval::check_printed
