// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"
#include "stats/slips.hpp"

#include <string>
#include <vector>

namespace cxrval::check_printed {

// One check of printed numbers against one another.
struct Check {
  std::string kind;   // percent, share, sum, same, mean or harmonic
  std::string given;  // as on the command line, a file as messages show it
  std::string printed;
  stats::Finding finding;
};

bool any_checks(const Options& options);

// All checks that the options ask for, by kind and in their order. Throws UsageError for texts that are no such check,
// and base::Error for a table whose column does not hold numbers as printed.
std::vector<Check> run_checks(const Options& options, cli::Run& run);

}  // namespace cxrval::check_printed
