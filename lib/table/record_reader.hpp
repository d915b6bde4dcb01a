// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "base/result.hpp"
#include "table/block.hpp"
#include "table/block_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::table {

// Reads the records of a BlockReader one by one, as Reader does, without copying their cells.
class RecordReader {
 public:
  explicit RecordReader(BlockReader& blocks) : blocks_(blocks) {}  // which must outlive it

  std::optional<std::size_t> find(std::string_view column) const { return blocks_.find(column); }
  std::size_t require(std::string_view column) const { return blocks_.require(column); }
  const std::string& name() const { return blocks_.name(); }

  // The next record, valid until the one after; false at the end, a Fault for a record that is none. Throws Error as
  // BlockReader::next().
  base::Result<bool> next(RecordView& record);
  std::string_view raw() const { return cursor_->record().raw; }  // of the last record, faulty ones as well

  base::Place place(const RecordView& record, std::size_t column) const { return blocks_.place(record.line, column); }

 private:
  BlockReader& blocks_;
  std::optional<Block> block_;
  std::optional<BlockCursor> cursor_;  // of the block
};

}  // namespace cxrval::table
