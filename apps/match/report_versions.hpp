// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/records.hpp"
#include "reports.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match_tool {

// Puts a patient's reports in order (facility, session, service, report time, then all other cells) and merges those
// that are equal in every cell but `source`: the first stays, so that their order in the table does not matter. Returns
// how many were merged.
std::size_t keep_distinct(const Reports& all, std::vector<PackedReport>& reports);

// A patient's reports in that order, with all their cells one after another.
struct ReportRows {
  std::span<const PackedReport> reports;
  std::span<const std::string_view> cells;
};

// The reports as the matching takes them; `origins` holds the texts of their origins.
void name_reports(const Reports& all, const ReportRows& rows, std::vector<match::Report>& records,
                  std::vector<std::string>& origins);

}  // namespace cxrval::match_tool
