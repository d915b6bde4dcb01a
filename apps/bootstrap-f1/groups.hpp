// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table/record_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

// The columns by whose cells studies are parted (--group). A table without a column of these names has
// month: the month of study_time, YYYY-MM;
// age_band: the band of ten years (deid/age.hpp) from birth_year to the year of study_time.
// An empty cell, or one from which these cannot be worked out, is the group with an empty name.
class GroupColumns {
 public:
  // Throws base::Error for a column that is not there and cannot be worked out.
  GroupColumns(const table::RecordReader& table, const std::vector<std::string>& names);

  // One for each name.
  std::vector<std::string> values(const table::RecordView& row) const;

 private:
  enum class Kind { cell, month, age_band };
  struct Column {
    Kind kind = Kind::cell;
    std::size_t first = 0;   // the cell, or study_time
    std::size_t second = 0;  // birth_year
  };

  static Column find(const table::RecordReader& table, const std::string& name);

  std::vector<Column> columns_;
};

}  // namespace cxrval::bootstrap_f1
