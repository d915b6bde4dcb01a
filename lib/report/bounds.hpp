// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct BoundsWords {
  std::string x;          // "F1 score"
  std::string estimate;   // legend and column: "estimate with 95% CI"
  std::string bounds;     // legend and column: "lowest to highest possible"
  std::string reference;  // legend of the dashed line: "all pairs"
  std::string no_data;
};

// What a measure can at worst and at best be, whatever the records that are missing or ambiguous say.
struct BoundsRow {
  std::string label;
  Estimate estimate{};            // with its interval, where there is one
  std::optional<double> least{};  // of the extremes
  std::optional<double> most{};
};

struct Bounds {
  Heading heading{};
  BoundsWords words{};
  std::vector<BoundsRow> rows{};
  std::optional<double> reference{};  // a line through all rows, such as the estimate of the pairs
  int digits = 3;
};

// Data columns: label, estimate, low, high, least, most.
Figure draw_bounds(const Bounds& bounds);

}  // namespace cxrval::report
