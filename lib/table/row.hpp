// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// Our column name -> the name that the table uses, from --map OURS=THEIRS.
using ColumnMap = std::map<std::string, std::string, std::less<>>;

// One record: as many cells as the table has columns, UTF-8, exactly as written in the table.
struct Row {
  std::vector<std::string> cells;
  std::size_t line = 0;  // where the record begins, from 1
};

enum class Format { csv, jsonl };

// How a column's cells are written in JSON Lines. Ids are text even when they look like numbers; an empty number or
// boolean is null. CSV writes all kinds alike.
enum class Kind { text, number, boolean };

struct Column {
  std::string name;
  Kind kind = Kind::text;
};

}  // namespace cxrval::table
