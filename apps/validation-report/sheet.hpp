// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::validation_report {

// The next row, false at the end; throws base::Error for a faulty one.
bool next_row(table::Reader& reader, table::Row& row);

// A table that another tool wrote, whole: they are small, but for those of studies, which are read row by row.
class Sheet {
 public:
  class Row {
   public:
    Row(const Sheet& sheet, std::size_t index) : sheet_(&sheet), index_(index) {}

    // Empty for a column that the table lacks.
    std::string_view cell(std::string_view column) const;
    // Nothing for an empty cell; throws base::Error for one that is no number (no count, no whole number).
    std::optional<double> number(std::string_view column) const;
    std::optional<std::uint64_t> count(std::string_view column) const;
    std::optional<std::int64_t> whole(std::string_view column) const;
    [[noreturn]] void refuse(std::string_view column, const std::string& reason) const;

   private:
    const Sheet* sheet_;
    std::size_t index_;
  };

  // A table with the columns of `reader` and no rows; throws base::Error for a missing column.
  Sheet(const table::Reader& reader, std::initializer_list<std::string_view> needed);

  // All rows that are left. Throws base::Error for a faulty row, and for more than 100,000 rows.
  void read(table::Reader& reader);
  void add(table::Row row) { rows_.push_back(std::move(row)); }

  bool has(std::string_view column) const { return find(column).has_value(); }
  std::size_t size() const { return rows_.size(); }
  Row operator[](std::size_t index) const { return {*this, index}; }
  std::vector<Row> rows() const;

 private:
  std::optional<std::size_t> find(std::string_view column) const;

  std::string name_;
  std::vector<std::string> columns_;
  std::vector<table::Row> rows_;
};

}  // namespace cxrval::validation_report
