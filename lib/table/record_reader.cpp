// SPDX-License-Identifier: Apache-2.0
#include "table/record_reader.hpp"

#include <utility>

namespace cxrval::table {

base::Result<bool> RecordReader::next(RecordView& record) {
  while (!cursor_ || !cursor_->next()) {
    // Dropped first, so that the next block has its memory.
    cursor_.reset();
    block_.reset();
    if (auto block = blocks_.next()) block_.emplace(*std::move(block));
    if (!block_) return false;
    cursor_.emplace(*block_);
  }
  record = cursor_->record();
  if (cursor_->faulty()) return tl::unexpected(cursor_->fault());
  return true;
}

}  // namespace cxrval::table
