// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "his/dossier.hpp"

#include <string>
#include <vector>

namespace cxrval::his_extract {

struct Options {
  std::vector<std::string> inputs;
  std::vector<std::string> services = his::Selection().services;
};

// Reads the session files and writes the reports table.
void extract_reports(const Options& options, cli::Run& run);

}  // namespace cxrval::his_extract
