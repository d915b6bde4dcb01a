// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "table/row.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::table {

// Writes a table as CSV (RFC 4180, LF, header line) or JSON Lines. A table without records is its header in CSV and
// nothing in JSON Lines.
class Writer {
 public:
  // `continued`: the sink holds the head of this table already, with so many records.
  Writer(std::unique_ptr<base::ByteSink> sink, Format format, std::vector<Column> columns,
         std::optional<std::size_t> continued = std::nullopt);

  // As many cells as there are columns, in their order; anything else throws std::logic_error.
  void write(std::span<const std::string> cells);
  // Makes what was written visible to a reader (and durable where the sink says so).
  void flush();
  void prepare();
  // Completes the output; throws Error when it could not be written whole.
  void close();

  std::size_t records_written() const { return records_; }

 private:
  void write_csv(std::span<const std::string> cells);
  void write_jsonl(std::span<const std::string> cells);

  std::unique_ptr<base::ByteSink> sink_;
  Format format_;
  std::vector<Column> columns_;
  std::vector<std::string> keys_;  // each column's `"name":` as JSON
  std::string line_;
  std::size_t records_ = 0;
};

}  // namespace cxrval::table
