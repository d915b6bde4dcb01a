// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::table {

// Reads lines of JSON whose keys are known from the first one.
class JsonRecord {
 public:
  explicit JsonRecord(const std::vector<std::string>& keys) : keys_(keys) {}

  struct Problem {
    const char* reason = nullptr;  // nothing when the line is a record
    std::size_t column = 0;        // from 1, or 0
  };
  Problem parse(std::string_view line);

  // take(column, value) of each member of the last line; other columns have no value in it.
  template <class Take>
  void each(Take take) {
    for (std::size_t i = 0; i < members_.size(); ++i) take(columns_[i], members_[i].second);
  }

 private:
  std::size_t column_of(const std::string& key, std::size_t expected) const;

  const std::vector<std::string>& keys_;
  JsonLineParser parser_;
  std::vector<std::pair<std::string, std::string>> members_;
  std::vector<std::size_t> columns_;  // of the members
  std::vector<bool> seen_;
};

}  // namespace cxrval::table
