// SPDX-License-Identifier: Apache-2.0
#include "report/square.hpp"

#include <algorithm>

namespace cxrval::report {
namespace {

constexpr double legend_width = 236;
constexpr double gap = 24;

}  // namespace

SquarePlot::SquarePlot(const Svg& svg, std::string x_title, std::string y_title, const NumberStyle& numbers,
                       double left)
    : x_(number_axis({0, 1}, 5, std::move(x_title), numbers)), y_(number_axis({0, 1}, 5, std::move(y_title), numbers)) {
  const double beside = svg.width() >= 600 ? legend_width + gap : 12;
  left = std::max(left, room_for_labels(y_));
  const double side = std::min(440.0, svg.width() - left - beside);
  const double top = room_for_title(y_, left + side);
  area_ = {left, top, left + side, top + side};
}

Point SquarePlot::at(double x, double y) const {
  return {x_scale(x_, area_)(std::clamp(x, 0.0, 1.0)), y_scale(y_, area_)(std::clamp(y, 0.0, 1.0))};
}

double SquarePlot::draw_axes(Svg& svg, bool horizontal) const {
  draw_y_axis(svg, y_, area_);
  for (const Tick& tick : x_.ticks) {
    const double x = crisp(at(tick.value, 0).x);
    if (tick.value > 0) svg.line({x, area_.top}, {x, area_.bottom}, {Colour::grid});
  }
  return horizontal ? draw_x_axis(svg, x_, area_) : area_.bottom;
}

double SquarePlot::draw_legend(Svg& svg, const std::vector<LegendItem>& items, double bottom) const {
  if (svg.width() < 600) return draw_legend_column(svg, items, {area_.left, bottom + 8, svg.width(), 0});
  return std::max(bottom, draw_legend_column(svg, items, {area_.right + gap, area_.top, svg.width(), 0}));
}

}  // namespace cxrval::report
