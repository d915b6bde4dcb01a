// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "table/feed.hpp"
#include "table/row.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::table {

// What the front of a table says of its records.
struct Header {
  std::string name;  // of the table, for messages
  bool is_json = false;
  std::vector<std::string> columns;    // after mapping
  std::vector<std::string> json_keys;  // as the table has them
  std::unordered_map<std::string, std::size_t> index;
  std::set<std::string, std::less<>> mapped;

  std::optional<std::size_t> find(std::string_view column) const;
  // Throws an Error that names the missing column and --map.
  std::size_t require(std::string_view column) const;
};

// Takes the header line of CSV; the first line of JSON Lines is a record as well and is not taken. Throws Error for an
// empty table, a faulty header and for a nameless or doubled column.
Header read_header(Feed& feed, const ColumnMap& map);

}  // namespace cxrval::table
