// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/replay.hpp"
#include "table/row.hpp"

#include <string>
#include <vector>

namespace cxrval::his_extract {

std::vector<table::Column> columns();

// A report as a row of the reports table; the cells are used again.
void fill_row(const his::Report& report, std::vector<std::string>& cells);

}  // namespace cxrval::his_extract
