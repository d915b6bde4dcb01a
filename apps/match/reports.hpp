// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "intake.hpp"
#include "match/lookup.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match_tool {

// All reports. Free text (description, conclusion) is left behind.
struct Reports {
  std::string name;                  // of the table, for messages
  std::vector<std::string> columns;  // the kept ones: the table's, without patient_id and free text
  std::optional<std::size_t> facility, session, service, report_time, sex, birth_year, label, source;  // among them
  std::deque<std::string> packed;
  match::Lookup loose_ids;
  std::set<std::string, std::less<>> facilities;
};

// One packed report.
struct PackedReport {
  std::string_view patient_id;
  std::optional<base::CivilTime> check_in;
  std::optional<base::CivilTime> check_out;
  std::optional<base::CivilTime> time;
  std::array<std::uint64_t, 2> free_text{};  // equal for equal texts (half a SHA-256)
  const char* cells = nullptr;               // the kept columns', packed
};
PackedReport unpack_report(std::string_view patient_id);
void append_cells(const Reports& reports, const PackedReport& report, std::vector<std::string_view>& cells);
// The same, and nothing else.
void unpack_cells(const Reports& reports, const PackedReport& report, std::vector<std::string_view>& cells);

// A cell of a report; nothing where the table lacks the column.
inline std::string_view cell(std::span<const std::string_view> cells, std::optional<std::size_t> column) {
  return column ? cells[*column] : std::string_view();
}

// Reads a table of reports. Needed columns: patient_id, check_in_time, check_out_time, report_time. Rejected: a time
// that cannot be read.
void read_reports(const Reading& reading, Reports& reports);

}  // namespace cxrval::match_tool
