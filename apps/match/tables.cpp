// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <optional>

namespace cxrval::match_tool {
namespace {

using match::Side;
using table::Column;
using table::Kind;
using Cells = std::vector<std::string>;

std::vector<Column> study_columns() {
  return {{"patient_id"},
          {"study_uid"},
          {"study_time"},
          {"status"},
          {"reason"},
          {"probability", Kind::number},
          {"abnormal_status", Kind::number},
          {"study_sex"},
          {"study_birth_year"},
          {"pixel_preset"},
          {"polarity"},
          {"pipeline_hash"},
          {"images", Kind::number},
          {"images_ok", Kind::number},
          {"study_flags"}};
}

Cells study_cells(const study::Study& s) {
  return {s.patient_id,
          s.study_uid,
          s.study_time ? base::to_iso(*s.study_time) : "",
          std::string(study::name(s.status)),
          s.reason,
          s.probability ? base::format_real(*s.probability) : "",
          s.abnormal ? (*s.abnormal ? "1" : "0") : "",
          s.sex,
          s.birth_year,
          s.pixel_preset,
          s.polarity,
          s.pipeline_hash,
          std::to_string(s.images),
          std::to_string(s.images_ok),
          s.flags};
}

// Minutes of a whole number of seconds: 90 s is 1.5.
std::string minutes(std::int64_t seconds) {
  return base::format_real(static_cast<double>(seconds) / 60);
}

void append(std::vector<Column>& columns, std::vector<Column> more) {
  columns.insert(columns.end(), more.begin(), more.end());
}

void append(Cells& cells, const Cells& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

// A report's column that has the name of another column becomes report_NAME.
void append_report_columns(std::vector<Column>& columns, const Cells& names, const std::vector<Column>& later) {
  const auto taken = [&](const std::string& name) {
    const auto same = [&](const Column& column) { return column.name == name; };
    return std::any_of(columns.begin(), columns.end(), same) || std::any_of(later.begin(), later.end(), same);
  };
  std::vector<Column> added;
  for (const std::string& name : names) added.push_back({taken(name) ? "report_" + name : name});
  append(columns, added);
}

std::vector<Column> pairing_columns() {
  return {{"lag_minutes", Kind::number}, {"flags"}, {"component", Kind::number}};
}

std::vector<Column> reason_columns(const std::string& nearest) {
  return {{"match_reason"},           {"match_stage"}, {"candidates", Kind::number},
          {"eligible", Kind::number}, {nearest},       {"nearest_lag_minutes", Kind::number}};
}

Cells reason_cells(const match::Unmatched& u, Side side, const std::string& nearest) {
  return {std::string(match::code(u.reason, side)),
          std::string(match::code(u.stage, side)),
          std::to_string(u.candidates),
          std::to_string(u.eligible),
          nearest,
          u.nearest_lag_seconds ? minutes(*u.nearest_lag_seconds) : ""};
}

const std::string* cell_of(const Reports& reports, std::size_t report, std::string_view column) {
  const auto found = std::find(reports.columns.begin(), reports.columns.end(), column);
  if (found == reports.columns.end()) return nullptr;
  return &reports.cells[report][static_cast<std::size_t>(found - reports.columns.begin())];
}

bool differ(const std::string& study, const std::string* report) {
  return report != nullptr && !study.empty() && !report->empty() && study != *report;
}

std::string flags_of(const Sides& sides, const match::Pair& pair) {
  std::string flags = pair.flags;
  const auto flag = [&](bool raised, std::string_view name) {
    if (!raised) return;
    if (!flags.empty()) flags += ';';
    flags += name;
  };
  const study::Study& study = sides.studies[pair.study];
  flag(differ(study.sex, cell_of(sides.reports, pair.report, "sex")), "sex_differs");
  flag(differ(study.birth_year, cell_of(sides.reports, pair.report, "birth_year")), "birth_year_differs");
  return flags;
}

// The report's session and service where the table has them.
std::string report_name(const Reports& reports, std::size_t report) {
  std::string name;
  for (const std::string_view column : {"facility_id", "session_id", "service_id"}) {
    if (!name.empty()) name += '/';
    if (const std::string* cell = cell_of(reports, report, column)) name += *cell;
  }
  return name;
}

}  // namespace

std::vector<Column> pair_columns(const Sides& sides) {
  std::vector<Column> columns = study_columns();
  append_report_columns(columns, sides.reports.columns, pairing_columns());
  append(columns, pairing_columns());
  return columns;
}

Cells pair_cells(const Sides& sides, const match::Pair& pair) {
  Cells cells = study_cells(sides.studies[pair.study]);
  append(cells, sides.reports.cells[pair.report]);
  append(cells, {minutes(pair.lag_seconds), flags_of(sides, pair), std::to_string(pair.component)});
  return cells;
}

std::vector<Column> unmatched_study_columns() {
  std::vector<Column> columns = study_columns();
  append(columns, reason_columns("nearest_report"));
  return columns;
}

Cells unmatched_study_cells(const Sides& sides, const match::Unmatched& unmatched) {
  Cells cells = study_cells(sides.studies[unmatched.record]);
  const std::string nearest = unmatched.nearest ? report_name(sides.reports, *unmatched.nearest) : "";
  append(cells, reason_cells(unmatched, Side::study, nearest));
  return cells;
}

std::vector<Column> unmatched_report_columns(const Sides& sides) {
  std::vector<Column> columns{{"patient_id"}};
  append_report_columns(columns, sides.reports.columns, reason_columns("nearest_study_uid"));
  append(columns, reason_columns("nearest_study_uid"));
  return columns;
}

Cells unmatched_report_cells(const Sides& sides, const match::Unmatched& unmatched) {
  Cells cells{sides.reports.records[unmatched.record].patient_id};
  append(cells, sides.reports.cells[unmatched.record]);
  const std::string nearest = unmatched.nearest ? sides.studies[*unmatched.nearest].study_uid : "";
  append(cells, reason_cells(unmatched, Side::report, nearest));
  return cells;
}

}  // namespace cxrval::match_tool
