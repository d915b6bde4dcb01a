// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::match_tool {

// The whole tool: reads both tables, reduces images to studies, pairs, writes pairs and what is left of both sides.
void pair_records(const Options& options, cli::Run& run);

}  // namespace cxrval::match_tool
