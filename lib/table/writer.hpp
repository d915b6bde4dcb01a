// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "table/row.hpp"
#include "table/row_encoder.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// Writes a table as CSV (RFC 4180, LF, header line) or JSON Lines. A table without records is its header in CSV and
// nothing in JSON Lines.
class Writer {
 public:
  // `continued`: the sink holds the head of this table already, with so many records.
  Writer(std::unique_ptr<base::ByteSink> sink, Format format, const std::vector<Column>& columns,
         std::optional<std::size_t> continued = std::nullopt);

  // As many cells as there are columns, in their order; anything else throws std::logic_error.
  void write(std::span<const std::string> cells);
  // Rows that encoder() has made, `records` of them.
  void append(std::string_view encoded, std::size_t records);
  const RowEncoder& encoder() const { return encoder_; }
  // Makes what was written visible to a reader (and durable where the sink says so).
  void flush();
  void prepare();
  // Completes the output; throws Error when it could not be written whole.
  void close();

  std::size_t records_written() const { return records_; }

 private:
  std::unique_ptr<base::ByteSink> sink_;
  RowEncoder encoder_;
  std::vector<std::string_view> cells_;
  std::string line_;
  std::size_t records_ = 0;
};

}  // namespace cxrval::table
