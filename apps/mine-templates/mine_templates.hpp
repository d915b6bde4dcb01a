// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"

#include <cstdint>
#include <string>

namespace cxrval::mine_templates {

struct Options {
  std::string reports = "-";
  std::string templates;        // a file; empty for the built-in list
  std::string findings;         // a file; empty for the shipped one
  std::string write_templates;  // a file; empty for none
  std::uint64_t min_reports = 5;
};

// Writes the table of candidate templates, and the list of templates to edit where it is asked for.
void mine_templates(const Options& options, cli::Run& run);

}  // namespace cxrval::mine_templates
