// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace cxrval::table {

struct Header;

// One record: as many cells as the table has columns, UTF-8. The texts are valid while the Block lives, the span until
// the next record.
struct RecordView {
  std::span<const std::string_view> cells;
  std::size_t line = 0;  // where the record begins, from 1
  std::string_view raw;  // as it stands in the table, with its line end
};

// Whole records of a table, as they stand in it.
class Block {
 public:
  // What Blocks are made of: `bytes` has `size` bytes of whole records and scan_width readable ones behind them;
  // `texts` has room for `size` bytes where cells must be written anew, and may be nothing for CSV without doubled
  // quotes.
  struct Parts {
    std::shared_ptr<const Header> header;
    std::shared_ptr<char[]> bytes;
    std::shared_ptr<char[]> texts;
    std::size_t size = 0;
    std::size_t records = 0;
    std::size_t line = 1;  // where the first record begins
  };
  explicit Block(Parts parts) : parts_(std::move(parts)) {}

  std::size_t weight() const { return parts_.size; }      // bytes
  std::size_t records() const { return parts_.records; }  // faulty ones as well
  const Parts& parts() const { return parts_; }

  // For each record in order, on_record(const RecordView&), or on_fault(const base::Fault&, std::string_view raw,
  // std::size_t line) for one that Reader would give a Fault for. Any thread may read a block, one at a time.
  template <class OnRecord, class OnFault>
  void read(OnRecord on_record, OnFault on_fault) const;

 private:
  Parts parts_;
};

// Goes through the records of a block.
class BlockCursor {
 public:
  explicit BlockCursor(const Block& block);
  ~BlockCursor();
  BlockCursor(const BlockCursor&) = delete;
  BlockCursor& operator=(const BlockCursor&) = delete;

  bool next();  // false at the end
  bool faulty() const;
  const RecordView& record() const;  // of a faulty one without cells
  base::Fault fault() const;

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

template <class OnRecord, class OnFault>
void Block::read(OnRecord on_record, OnFault on_fault) const {
  BlockCursor cursor(*this);
  while (cursor.next()) {
    const RecordView& record = cursor.record();
    if (cursor.faulty()) {
      on_fault(cursor.fault(), record.raw, record.line);
    } else {
      on_record(record);
    }
  }
}

}  // namespace cxrval::table
