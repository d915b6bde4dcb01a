// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/labeler.hpp"
#include "table/reader.hpp"
#include "table/row.hpp"

#include <string>
#include <vector>

namespace cxrval::label_reports {

// The columns of the input, then those of the label, then `findings`. Throws base::Error when the input has one of
// those already.
std::vector<table::Column> output_columns(const table::Reader& reports, const std::vector<std::string>& findings);

// Appends the cells of the label's columns.
void append_verdict(const label::Verdict& verdict, std::vector<std::string>& cells);

}  // namespace cxrval::label_reports
