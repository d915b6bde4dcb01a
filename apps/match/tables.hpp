// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/matching.hpp"
#include "reports.hpp"
#include "study/reduce.hpp"
#include "table/row.hpp"

#include <string>
#include <vector>

namespace cxrval::match_tool {

// The columns and rows of the three tables that match writes; docs/formats.md describes them.
struct Sides {
  const std::vector<study::Study>& studies;
  const Reports& reports;
};

std::vector<table::Column> pair_columns(const Sides& sides);
std::vector<std::string> pair_cells(const Sides& sides, const match::Pair& pair);

std::vector<table::Column> unmatched_study_columns();
std::vector<std::string> unmatched_study_cells(const Sides& sides, const match::Unmatched& unmatched);

std::vector<table::Column> unmatched_report_columns(const Sides& sides);
std::vector<std::string> unmatched_report_cells(const Sides& sides, const match::Unmatched& unmatched);

}  // namespace cxrval::match_tool
