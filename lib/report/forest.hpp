// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct ForestWords {
  std::string group;     // title of the first column: "Subgroup"
  std::string n;         // "Studies"
  std::string estimate;  // "F1 (95% CI)"
  std::string x;         // title of the axis: "F1 score"
  std::string overall;   // legend of the dashed line: "all studies"
  std::string no_data;   // when there is no row
};

struct ForestRow {
  std::string label;
  bool header = false;  // a line over the rows of one column, such as "Sex": no numbers
  std::optional<std::uint64_t> n{};
  Estimate estimate{};
  std::string note{};  // a further text column: "p = 0.03"; of a header the test of interaction
};

struct Forest {
  Heading heading{};
  ForestWords words{};
  std::vector<ForestRow> rows{};
  ForestRow overall{};            // drawn last, as a diamond, and as the line; without label and value left out
  std::string note_title{};       // title of the column of notes, which is drawn where any row has a note
  std::optional<double> least{};  // ends of the axis; by the numbers where missing
  std::optional<double> most{};
  int digits = 3;
};

// Below 600 of width a row's label stands above its numbers. Data columns: group, n, estimate, low, high, note.
Figure draw_forest(const Forest& forest);

}  // namespace cxrval::report
