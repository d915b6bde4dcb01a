// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"

#include <string>

namespace cxrval::label_reports {

struct Options {
  std::string reports = "-";
  std::string templates;  // a file; empty for the built-in list
};

// Writes the table of reports with the label columns added.
void label_reports(const Options& options, cli::Run& run);

}  // namespace cxrval::label_reports
