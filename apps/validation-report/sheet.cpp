// SPDX-License-Identifier: Apache-2.0
#include "sheet.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>

namespace cxrval::validation_report {
namespace {

constexpr std::size_t most_rows = 100'000;
constexpr std::int64_t most_whole = 1'000'000'000'000;
// Sums of counts stay below 2^53 with it.
constexpr std::uint64_t most_counted = 1'000'000'000'000'000;

}  // namespace

bool next_row(table::Reader& reader, table::Row& row) {
  const auto more = reader.next(row);
  if (!more) throw base::Error(more.error().place, more.error().reason);
  return *more;
}

Sheet::Sheet(const table::Reader& reader, std::initializer_list<std::string_view> needed)
    : name_(reader.name()), columns_(reader.columns()) {
  for (const std::string_view column : needed) reader.require(column);
}

void Sheet::read(table::Reader& reader) {
  table::Row row;
  while (next_row(reader, row)) {
    if (rows_.size() == most_rows)
      throw base::Error({name_}, "has more than 100000 rows; is it the table that this option names?");
    rows_.push_back(row);
  }
}

std::optional<std::size_t> Sheet::find(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

std::vector<Sheet::Row> Sheet::rows() const {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < rows_.size(); ++i) rows.emplace_back(*this, i);
  return rows;
}

std::string_view Sheet::Row::cell(std::string_view column) const {
  const auto at = sheet_->find(column);
  if (!at) return {};
  return sheet_->rows_[index_].cells[*at];
}

std::optional<double> Sheet::Row::number(std::string_view column) const {
  const std::string_view text = cell(column);
  if (text.empty()) return std::nullopt;
  const auto number = base::parse_real(text);
  if (!number) refuse(column, "not a number");
  return number;
}

std::optional<std::uint64_t> Sheet::Row::count(std::string_view column) const {
  const std::string_view text = cell(column);
  if (text.empty()) return std::nullopt;
  const auto count = base::parse_integer<std::uint64_t>(text);
  if (!count) refuse(column, "not a count");
  if (*count > most_counted) refuse(column, "a count above 1e15");
  return count;
}

std::optional<std::int64_t> Sheet::Row::whole(std::string_view column) const {
  const std::string_view text = cell(column);
  if (text.empty()) return std::nullopt;
  const auto number = base::parse_integer<std::int64_t>(text);
  if (!number || *number > most_whole || *number < -most_whole) refuse(column, "not a whole number below 1e12");
  return number;
}

void Sheet::Row::refuse(std::string_view column, const std::string& reason) const {
  throw base::Error({sheet_->name_, sheet_->rows_[index_].line, sheet_->find(column).value_or(0) + 1}, reason);
}

}  // namespace cxrval::validation_report
