// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::his_extract {

// Reads the session files and writes the reports table.
void extract_reports(const Options& options, cli::Run& run);

}  // namespace cxrval::his_extract
