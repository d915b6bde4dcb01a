// SPDX-License-Identifier: Apache-2.0
#include "xml/position.hpp"

#include <algorithm>

namespace cxrval::xml {

// Lines are mostly long (base64), so a search for their ends beats counting bytes.
Position advanced(Position from, std::string_view passed) {
  for (std::size_t end = passed.find('\n'); end != std::string_view::npos; end = passed.find('\n')) {
    ++from.line;
    from.column = 1;
    passed.remove_prefix(end + 1);
  }
  from.column += passed.size();
  return from;
}

void PositionFinder::feed(std::string_view bytes) {
  kept_.erase(0, used_);
  used_ = 0;
  kept_ += bytes;
}

void PositionFinder::jump(Position position) {
  const std::size_t offset = offset_ + kept_.size() - used_;
  if (!jumps_.empty() && jumps_.back().offset == offset) jumps_.pop_back();
  jumps_.push_back({offset, position});
  advance(0);
}

void PositionFinder::advance(std::size_t count) {
  count = std::min(count, kept_.size() - used_);
  while (true) {
    if (!jumps_.empty() && jumps_.front().offset == offset_) {
      position_ = jumps_.front().position;
      jumps_.pop_front();
    }
    if (count == 0) return;
    const std::size_t step = jumps_.empty() ? count : std::min(count, jumps_.front().offset - offset_);
    position_ = advanced(position_, std::string_view(kept_).substr(used_, step));
    used_ += step;
    offset_ += step;
    count -= step;
  }
}

Position PositionFinder::at(std::size_t offset) {
  if (offset > offset_) advance(offset - offset_);
  return position_;
}

Position PositionFinder::tag_before(std::size_t offset) {
  const std::size_t ahead = offset > offset_ ? offset - offset_ : 0;
  const std::size_t tag = std::string_view(kept_).substr(used_, ahead).rfind('<');
  if (tag != std::string_view::npos) advance(tag);
  const Position found = position_;
  at(offset);
  return found;
}

bool PositionFinder::tag_ends_behind(std::size_t offset) const {
  const std::size_t ahead = offset > offset_ ? offset - offset_ : 0;
  return kept_.find('>', used_ + ahead) != std::string::npos;
}

Position PositionFinder::end() {
  return at(offset_ + kept_.size() - used_);
}

}  // namespace cxrval::xml
