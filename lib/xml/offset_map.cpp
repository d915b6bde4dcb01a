// SPDX-License-Identifier: Apache-2.0
#include "xml/offset_map.hpp"

#include <algorithm>

namespace cxrval::xml {

void OffsetMap::leave_out(std::size_t offset, std::size_t count) {
  edits_.push_back({offset, original(offset) + count, false});
}

void OffsetMap::put_in(std::size_t offset, std::size_t count) {
  const std::size_t there = original(offset);
  edits_.push_back({offset, there, true});
  edits_.push_back({offset + count, there, false});
}

std::size_t OffsetMap::original(std::size_t offset) const {
  const auto behind = std::upper_bound(edits_.begin(), edits_.end(), offset,
                                       [](std::size_t at, const Edit& edit) { return at < edit.offset; });
  if (behind == edits_.begin()) return offset;
  const Edit& edit = *(behind - 1);
  return edit.still ? edit.original : edit.original + (offset - edit.offset);
}

}  // namespace cxrval::xml
