// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deid/patient_id.hpp"
#include "match/records.hpp"
#include "table/reader.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cxrval::match_tool {

struct Reports {
  std::vector<std::string> columns;             // of `cells`: the table's, without patient_id and free text
  std::vector<std::vector<std::string>> cells;  // by report
  std::vector<match::Report> records;
};

// Reads a table of reports. Needed columns: patient_id, check_in_time, check_out_time, report_time. Free text
// (description, conclusion) is left behind. Rejected: a time that cannot be read. Merged: a row that repeats another in
// every cell but `source`. Reports are ordered by facility, session, service, report time, then by their other cells.
Reports read_reports(table::Reader& table, deid::CollisionCheck& ids, cli::Run& run);

}  // namespace cxrval::match_tool
