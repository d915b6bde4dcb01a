// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "table/row.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// Reads a table whose first byte decides its format: `{` is JSON Lines, anything else CSV (RFC 4180: one header line,
// quoted newlines kept exactly; LF or CRLF; a byte-order mark is skipped). Every record must end in a line end:
// a table that was cut short is an Error, never a shorter table. Memory holds one record, at most 64 MiB.
//
// In JSON Lines the first object's keys are the columns; a key that a later line lacks is an empty cell, a key that
// only a later line has is a fault of that line, as are nested values. null is an empty cell, numbers keep their
// digits.
class Reader {
 public:
  // Throws Error for an empty table and for a nameless or doubled column. A mapping that names no column of this table
  // has no effect on it: a tool with two inputs has one --map for both. A column of ours that the table has as well
  // becomes unmapped_OURS.
  explicit Reader(std::unique_ptr<base::ByteSource> source, const ColumnMap& map = {});
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  // After mapping: a column that --map names carries our name.
  const std::vector<std::string>& columns() const;
  // The index of a column; require() throws an Error that names the missing column and --map.
  std::optional<std::size_t> find(std::string_view column) const;
  std::size_t require(std::string_view column) const;
  // Whether the mapping given for one of our names found its column here.
  bool mapped(std::string_view ours) const;

  // True with the next record in `row`; false at the end; a Fault for a record of the wrong width, with bytes that are
  // no UTF-8, with a quote out of place, or no JSON object. Reading goes on behind the faulty record, whose text raw()
  // gives.
  base::Result<bool> next(Row& row);
  // The text of the last record as it stands in the table, for --rejects.
  std::string_view raw() const;

  // Where a cell of `row` stands, for messages.
  base::Place place(const Row& row, std::size_t column) const;
  const std::string& name() const;
  std::size_t records_read() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::table
