// SPDX-License-Identifier: Apache-2.0
#include "xml/position.hpp"

#include <algorithm>

namespace cxrval::xml {

void PositionFinder::feed(std::string_view bytes) {
  kept_.erase(0, used_);
  used_ = 0;
  kept_ += bytes;
}

void PositionFinder::advance(std::size_t count) {
  const std::string_view passed = std::string_view(kept_).substr(used_, count);
  const std::size_t newline = passed.rfind('\n');
  position_.line += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
  position_.column = newline == std::string_view::npos ? position_.column + passed.size() : passed.size() - newline;
  used_ += passed.size();
  offset_ += passed.size();
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
