// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"

#include <string>
#include <vector>

namespace cxrval::report {

// A plot of shares from 0 to 1 on both axes, as high as it is wide, with its legend beside it or, on narrow figures,
// below.
class SquarePlot {
 public:
  // The labels of the vertical axis have room, or `left` where that is more.
  SquarePlot(const Svg& svg, std::string x_title, std::string y_title, const NumberStyle& numbers, double left = 0);

  // Axes and grid; returns the bottom. Without the horizontal axis where something else stands between it and the
  // square.
  double draw_axes(Svg& svg, bool horizontal = true) const;
  double draw_horizontal_axis(Svg& svg, const Box& area) const { return draw_x_axis(svg, x_, area); }
  // Numbers outside 0 to 1 are drawn at the edge.
  Point at(double x, double y) const;
  const Box& area() const { return area_; }
  // Beside the square, or below `bottom`; returns the bottom of both.
  double draw_legend(Svg& svg, const std::vector<LegendItem>& items, double bottom) const;

 private:
  Axis x_;
  Axis y_;
  Box area_;
};

}  // namespace cxrval::report
