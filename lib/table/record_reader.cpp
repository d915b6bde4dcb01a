// SPDX-License-Identifier: Apache-2.0
#include "table/record_reader.hpp"

#include <utility>

namespace cxrval::table {

base::Result<bool> RecordReader::next(RecordView& record) {
  while (!cursor_ || !cursor_->next()) {
    std::optional<Block> block = blocks_.next();
    if (!block) return false;
    cursor_.reset();
    block_.emplace(*std::move(block));
    cursor_.emplace(*block_);
  }
  record = cursor_->record();
  if (cursor_->faulty()) return tl::unexpected(cursor_->fault());
  return true;
}

}  // namespace cxrval::table
