// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::label_reports {

// Writes the table of reports with the label columns added, or the reports with their matches marked.
void label_reports(const Options& options, cli::Run& run);

}  // namespace cxrval::label_reports
