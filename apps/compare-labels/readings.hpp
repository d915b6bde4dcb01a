// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "table/reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::compare_labels {

enum class Answer { none, normal, abnormal };  // none: unlabelled, or an empty cell

// Which columns of one table are read.
struct Columns {
  std::vector<std::size_t> keys;
  std::size_t label = 0;
  std::vector<std::size_t> regions;  // the columns region_* that both tables have, in the order of the labels' table
};

// The key columns of both tables: those given, or session_id and, where both tables have them, service_id and
// report_time. Throws Error for one that a table lacks.
std::vector<std::string> key_columns(const std::vector<std::string>& given, const table::Reader& labels,
                                     const table::Reader& reference);

// Names of the region_* columns that both tables have.
std::vector<std::string> shared_regions(const table::Reader& labels, const table::Reader& reference);

Columns find_columns(const table::Reader& table, const std::vector<std::string>& keys, const std::string& label,
                     const std::vector<std::string>& regions);

// One row: what it says of the report that its key names.
struct Reading {
  std::string key;
  std::vector<Answer> answers;  // of the label, then of each region
};

// Faults: an empty first key column, a label that is not normal, abnormal, unlabelled or empty, a region the same.
base::Result<Reading> read_row(const table::Reader& table, const Columns& columns, const table::Row& row);

}  // namespace cxrval::compare_labels
