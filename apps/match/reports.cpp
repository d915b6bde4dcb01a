// SPDX-License-Identifier: Apache-2.0
#include "reports.hpp"

#include "provenance/hash.hpp"

#include <array>
#include <optional>
#include <unordered_map>

namespace cxrval::match_tool {
namespace {

using base::Result;
using match::Report;

constexpr std::array<std::string_view, 4> key_columns{"facility_id", "session_id", "service_id", "report_time"};
constexpr char separator = '\x1f';

bool is_free_text(std::string_view column) {
  return column == "description" || column == "conclusion";
}

class ReportReader {
 public:
  ReportReader(table::Reader& table, deid::CollisionCheck& ids)
      : table_(table),
        ids_(ids),
        patient_id_(table.require("patient_id")),
        check_in_(table.require("check_in_time")),
        check_out_(table.require("check_out_time")),
        report_time_(table.require("report_time")),
        source_(table.find("source")) {
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const std::string& column = table.columns()[i];
      if (i != patient_id_ && !is_free_text(column)) kept_.push_back(i);
    }
  }

  const std::vector<std::size_t>& kept() const { return kept_; }

  Result<Report> parse(const table::Row& row) {
    Report report;
    if (auto fault = read_time(row, check_in_, report.check_in, "check_in_time")) return tl::unexpected(*fault);
    if (auto fault = read_time(row, check_out_, report.check_out, "check_out_time")) return tl::unexpected(*fault);
    if (auto fault = read_time(row, report_time_, report.time, "report_time")) return tl::unexpected(*fault);
    report.patient_id = ids_.add(row.cells[patient_id_]);
    report.loose_id = deid::PatientIdRule::loosest().apply(row.cells[patient_id_]);
    report.key = key_of(row);
    return report;
  }

  // Equal just for reports that are equal in every cell but `source`.
  std::string fingerprint(const table::Row& row, const std::string& patient_id) const {
    provenance::Hash hash;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i == source_) continue;
      const std::string& cell = i == patient_id_ ? patient_id : row.cells[i];
      hash.add(std::to_string(cell.size()) + ':');
      hash.add(cell);
    }
    return hash.digest();
  }

  std::vector<std::string> kept_cells(const table::Row& row) const {
    std::vector<std::string> cells;
    for (const std::size_t column : kept_) cells.push_back(row.cells[column]);
    return cells;
  }

 private:
  std::optional<base::Fault> read_time(const table::Row& row, std::size_t column, std::optional<base::CivilTime>& time,
                                       const std::string& name) const {
    if (row.cells[column].empty()) return std::nullopt;
    time = base::parse_iso(row.cells[column]);
    if (time) return std::nullopt;
    return base::Fault{table_.place(row, column), name + " is not YYYY-MM-DDTHH:MM[:SS]"};
  }

  std::string key_of(const table::Row& row) const {
    std::string key;
    for (const std::string_view column : key_columns) {
      if (const auto found = table_.find(column)) key += row.cells[*found];
      key += separator;
    }
    for (const std::size_t column : kept_) key += row.cells[column] + separator;
    return key;
  }

  table::Reader& table_;
  deid::CollisionCheck& ids_;
  std::size_t patient_id_;
  std::size_t check_in_;
  std::size_t check_out_;
  std::size_t report_time_;
  std::optional<std::size_t> source_;
  std::vector<std::size_t> kept_;
};

}  // namespace

Reports read_reports(table::Reader& table, deid::CollisionCheck& ids, cli::Run& run) {
  ReportReader reader(table, ids);
  cli::Ledger& ledger = run.ledger("reports", "paired");
  Reports reports;
  for (const std::size_t column : reader.kept()) reports.columns.push_back(table.columns()[column]);
  std::unordered_map<std::string, std::size_t> seen;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) return reports;
    ledger.read();
    auto report = more ? reader.parse(row) : tl::unexpected(more.error());
    if (!report) {
      run.reject("reports", report.error(), table.raw());
      continue;
    }
    const auto [known, is_new] = seen.emplace(reader.fingerprint(row, report->patient_id), reports.records.size());
    if (is_new) {
      reports.cells.push_back(reader.kept_cells(row));
      reports.records.push_back(std::move(*report));
      continue;
    }
    ledger.merged();
    // Of repeated rows the one first by key stays, so that their order in the table does not matter.
    if (report->key < reports.records[known->second].key) {
      reports.cells[known->second] = reader.kept_cells(row);
      reports.records[known->second] = std::move(*report);
    }
  }
}

}  // namespace cxrval::match_tool
