// SPDX-License-Identifier: Apache-2.0
#include "table/json_record.hpp"

#include <algorithm>

namespace cxrval::table {

JsonRecord::Problem JsonRecord::parse(std::string_view line) {
  if (const char* reason = parser_.parse(line, members_)) return {reason};
  seen_.assign(keys_.size(), false);
  columns_.clear();
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const std::size_t column = column_of(members_[i].first, i);
    if (column == keys_.size()) return {"key that the first line does not have"};
    if (seen_[column]) return {"key twice in one line", column + 1};
    seen_[column] = true;
    columns_.push_back(column);
  }
  return {};
}

// Keys mostly come in the order of the first line. keys_.size() when there is no such column.
std::size_t JsonRecord::column_of(const std::string& key, std::size_t expected) const {
  if (expected < keys_.size() && keys_[expected] == key) return expected;
  return static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
}

}  // namespace cxrval::table
