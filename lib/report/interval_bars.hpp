// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct IntervalBarsWords {
  std::string x;        // title of the axis: "Average precision at IoU 0.4"
  std::string n;        // title of the column of counts: "Boxes"; no column when empty
  std::string mean;     // legend of the dashed line: "mean AP"
  std::string missing;  // "not defined", in place of a bar
  std::string no_data;
};

struct IntervalBar {
  std::string label;
  std::optional<std::uint64_t> n{};
  Estimate estimate{};
};

struct IntervalBars {
  Heading heading{};
  IntervalBarsWords words{};
  std::vector<IntervalBar> rows{};  // drawn in this order
  std::optional<double> mean{};
  double most = 1;  // end of the axis, which begins at 0; larger numbers move it
  int digits = 3;
};

// Data columns: label, n, estimate, low, high.
Figure draw_interval_bars(const IntervalBars& bars);

}  // namespace cxrval::report
