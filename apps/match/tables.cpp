// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "row_cells.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::match_tool {
namespace {

using match::Side;
using table::Column;
using table::Kind;
using Cells = std::span<const std::string_view>;

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

std::string_view word_of(const std::optional<bool>& abnormal) {
  if (!abnormal) return "";
  return *abnormal ? "1" : "0";
}

void add_study(const StudyRow& row, RowCells& cells) {
  const study::Study& study = row.study;
  cells.add(row.patient_id);
  cells.add(study.study_uid);
  cells.add_time(study.study_time);
  cells.add(study::name(study.status));
  cells.add(study.reason);
  cells.add_probability(study.probability);
  cells.add(word_of(study.abnormal));
  for (const std::string_view text :
       {study.sex, study.birth_year, study.pixel_preset, study.polarity, study.pipeline_hash}) {
    cells.add(text);
  }
  cells.add_number(study.images);
  cells.add_number(study.images_ok);
  if (study.flags == 0) return cells.add(std::string_view());
  cells.add(study::flag_names(study.flags));
}

void append(std::vector<Column>& columns, std::vector<Column> more) {
  columns.insert(columns.end(), more.begin(), more.end());
}

// A report's column that has the name of another column becomes report_NAME, or report_report_NAME, ...
void append_report_columns(std::vector<Column>& columns, const std::vector<std::string>& names,
                           const std::vector<Column>& later) {
  const auto taken = [&](const std::string& name) {
    const auto same = [&](const Column& column) { return column.name == name; };
    return std::any_of(columns.begin(), columns.end(), same) || std::any_of(later.begin(), later.end(), same);
  };
  std::vector<Column> added;
  for (std::string name : names) {
    const bool renamed = taken(name);
    while (taken(name) || (renamed && std::find(names.begin(), names.end(), name) != names.end())) {
      name.insert(0, "report_");
    }
    added.push_back({std::move(name)});
  }
  append(columns, added);
}

std::vector<Column> pairing_columns() {
  return {{"lag_minutes", Kind::number}, {"flags"}, {"component", Kind::number}};
}

std::vector<Column> reason_columns(const std::string& nearest) {
  return {{"match_reason"},           {"match_stage"}, {"candidates", Kind::number},
          {"eligible", Kind::number}, {nearest},       {"nearest_lag_minutes", Kind::number}};
}

// Writes rows of a part, one after another.
class Rows {
 public:
  Rows(const Context& context, const Part& part, const table::RowEncoder& encoder)
      : context_(context), reports_(context.reports), part_(part), encoder_(encoder) {}

  EncodedRows take() { return std::move(rows_); }

  void pair(const PairRow& row, std::uint64_t components) {
    const StudyRow& study = part_.studies[row.study];
    report_cells_ = part_.cells_of(row.report);
    cells_.clear();
    add_study(study, cells_);
    for (const std::string_view text : report_cells_) cells_.add(text);
    cells_.add_minutes(row.pair.lag_seconds);
    add_flags(row);
    cells_.add_number(components + row.pair.component + 1);
    end();
  }

  void unmatched_study(const UnmatchedRow& row) {
    cells_.clear();
    add_study(part_.studies[row.record], cells_);
    if (context_.by_facility) cells_.add(part_.studies[row.record].facility);
    add_reason(row, Side::study);
    end();
  }

  void unmatched_report(const UnmatchedRow& row) {
    const PackedReport& report = part_.reports[row.record];
    report_cells_ = part_.cells_of(row.record);
    cells_.clear();
    cells_.add(report.patient_id);
    for (const std::string_view text : report_cells_) cells_.add(text);
    add_reason(row, Side::report);
    end();
  }

  void alternative(const AlternativeRow& row, std::uint64_t components) {
    const StudyRow& study = part_.studies[row.study];
    const PackedReport& report = part_.reports[row.report];
    report_cells_ = part_.cells_of(row.report);
    cells_.clear();
    cells_.add_number(components + row.pair.component + 1);
    cells_.add(study.patient_id);
    cells_.add(study.study.study_uid);
    cells_.add_number(row.study_number);
    cells_.add(word_of(study.study.abnormal));
    for (const auto column : {reports_.facility, reports_.session, reports_.service}) {
      cells_.add(cell(report_cells_, column));
    }
    cells_.add_number(row.report_number);
    cells_.add_time(report.time);
    cells_.add(cell(report_cells_, reports_.label));
    cells_.add_minutes(row.pair.lag_seconds);
    cells_.add_number(row.pair.chosen ? 1 : 0);
    end();
  }

 private:
  void end() {
    encoder_.encode(cells_.cells(), rows_.text);
    ++rows_.records;
  }

  void add_flags(const PairRow& row) {
    const match::Pair& pair = row.pair;
    const IdentityConflict conflict = identity_conflict(context_, part_, row);
    cells_.begin_flags();
    cells_.flag(pair.open_session, "open_session");
    cells_.flag(pair.report_before_study, "report_before_study");
    cells_.flag(pair.ambiguous, "ambiguous");
    cells_.flag(pair.tie, "tie");
    cells_.flag(conflict.any(), "identity_conflict");
    cells_.flag(conflict.sex, "sex_differs");
    cells_.flag(conflict.birth_year, "birth_year_differs");
  }

  void add_reason(const UnmatchedRow& row, Side side) {
    cells_.add(match::code(row.why.reason, side));
    cells_.add(match::code(row.why.stage, side));
    cells_.add_number(row.why.candidates);
    cells_.add_number(row.why.eligible);
    if (!row.nearest) {
      cells_.add(std::string_view());
    } else if (side == Side::study) {
      cells_.add(report_name(part_.cells_of(*row.nearest)));
    } else {
      cells_.add(part_.studies[*row.nearest].study.study_uid);
    }
    cells_.add_minutes(row.why.nearest_lag_seconds);
  }

  // The report's facility, session and service where the table has them.
  std::string report_name(Cells cells) const {
    std::string name;
    for (const auto column : {reports_.facility, reports_.session, reports_.service}) {
      if (!column) continue;
      if (!name.empty()) name += '/';
      name += cell(cells, column);
    }
    return name;
  }

  const Context& context_;
  const Reports& reports_;
  const Part& part_;
  const table::RowEncoder& encoder_;
  EncodedRows rows_;
  RowCells cells_;
  Cells report_cells_;
};

}  // namespace

std::vector<Column> pair_columns(const Context& context) {
  std::vector<Column> columns = study_columns();
  append_report_columns(columns, context.reports.columns, pairing_columns());
  append(columns, pairing_columns());
  return columns;
}

std::vector<Column> unmatched_study_columns(const Context& context) {
  std::vector<Column> columns = study_columns();
  if (context.by_facility) columns.push_back({"facility_id"});
  append(columns, reason_columns("nearest_report"));
  return columns;
}

std::vector<Column> unmatched_report_columns(const Context& context) {
  std::vector<Column> columns{{"patient_id"}};
  append_report_columns(columns, context.reports.columns, reason_columns("nearest_study_uid"));
  append(columns, reason_columns("nearest_study_uid"));
  return columns;
}

std::vector<Column> alternative_columns() {
  return {{"component", Kind::number},       {"patient_id"},  {"study_uid"},  {"study", Kind::number},
          {"abnormal_status", Kind::number}, {"facility_id"}, {"session_id"}, {"service_id"},
          {"report", Kind::number},          {"report_time"}, {"label"},      {"lag_minutes", Kind::number},
          {"chosen", Kind::number}};
}

EncodedRows encode_pairs(const Context& context, const Part& part, std::uint64_t components,
                         const table::RowEncoder& encoder) {
  Rows rows(context, part, encoder);
  for (const PairRow& row : part.pairs) rows.pair(row, components);
  return rows.take();
}

EncodedRows encode_unmatched_studies(const Context& context, const Part& part, const table::RowEncoder& encoder) {
  Rows rows(context, part, encoder);
  for (const UnmatchedRow& row : part.unmatched_studies) rows.unmatched_study(row);
  return rows.take();
}

EncodedRows encode_unmatched_reports(const Context& context, const Part& part, const table::RowEncoder& encoder) {
  Rows rows(context, part, encoder);
  for (const UnmatchedRow& row : part.unmatched_reports) rows.unmatched_report(row);
  return rows.take();
}

EncodedRows encode_alternatives(const Context& context, const Part& part, std::uint64_t components,
                                const table::RowEncoder& encoder) {
  Rows rows(context, part, encoder);
  for (const AlternativeRow& row : part.alternatives) rows.alternative(row, components);
  return rows.take();
}

}  // namespace cxrval::match_tool
