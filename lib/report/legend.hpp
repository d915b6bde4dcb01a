// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/svg.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cxrval::report {

struct LegendItem {
  std::string label{};
  // Draws a sample inside the box.
  std::function<void(Svg&, const Box&)> sample{};
};

LegendItem line_item(std::string label, Stroke stroke);
LegendItem fill_item(std::string label, Fill fill);
LegendItem hatch_item(std::string label);
LegendItem marker_item(std::string label, Marker marker, Fill fill);
// A marker on an interval.
LegendItem interval_item(std::string label, Marker marker, Colour colour);
// A line without a sample.
LegendItem note_item(std::string label);

// Items beside each other in as many lines as the box is wide for, long ones in several lines of text; items without a
// label are left out. Returns where the last line ends.
double draw_legend(Svg& svg, const std::vector<LegendItem>& items, const Box& box);
// Each item on a line of its own.
double draw_legend_column(Svg& svg, const std::vector<LegendItem>& items, const Box& box);

}  // namespace cxrval::report
