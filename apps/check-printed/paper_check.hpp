// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cell_tables.hpp"
#include "paper_file.hpp"

#include <string>
#include <vector>

namespace cxrval::check_printed {

// What became of one way to obtain one printed number.
struct PaperResult {
  const PaperRow* row = nullptr;
  std::string value;    // empty where nothing was obtained
  std::string verdict;  // follows, truncated, slip, differs, not_obtained, not_printed
  std::string explanation;
};

// In the order of the paper's list. Throws base::Error for claims that make no sense with the numbers, and for tables
// whose cells are no numbers.
std::vector<PaperResult> check_paper(const Paper& paper, CellTables& tables);

}  // namespace cxrval::check_printed
