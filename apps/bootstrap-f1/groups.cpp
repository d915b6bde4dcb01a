// SPDX-License-Identifier: Apache-2.0
#include "groups.hpp"

#include "base/civil_time.hpp"
#include "deid/age.hpp"

namespace cxrval::bootstrap_f1 {
namespace {

constexpr std::size_t year_and_month = 7;  // of YYYY-MM-DD

std::string month_of(std::string_view time) {
  return std::string(base::parse_iso(time) ? time.substr(0, year_and_month) : "");
}

std::string age_band_of(std::string_view time, std::string_view birth_year) {
  const auto parsed = base::parse_iso(time);
  const auto years = parsed ? deid::age_at(birth_year, base::date_of(*parsed)) : std::nullopt;
  return years ? deid::age_band(*years) : "";
}

}  // namespace

GroupColumns::GroupColumns(const table::RecordReader& table, const std::vector<std::string>& names) {
  for (const std::string& name : names) columns_.push_back(find(table, name));
}

GroupColumns::Column GroupColumns::find(const table::RecordReader& table, const std::string& name) {
  if (const auto cell = table.find(name)) return {Kind::cell, *cell, 0};
  if (name == "month") return {Kind::month, table.require("study_time"), 0};
  if (name == "age_band") return {Kind::age_band, table.require("study_time"), table.require("birth_year")};
  return {Kind::cell, table.require(name), 0};
}

std::vector<std::string> GroupColumns::values(const table::RecordView& row) const {
  std::vector<std::string> found;
  for (const Column& column : columns_) {
    const std::string_view first = row.cells[column.first];
    switch (column.kind) {
      case Kind::cell:
        found.emplace_back(first);
        break;
      case Kind::month:
        found.push_back(month_of(first));
        break;
      case Kind::age_band:
        found.push_back(age_band_of(first, row.cells[column.second]));
        break;
    }
  }
  return found;
}

}  // namespace cxrval::bootstrap_f1
