// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/axis.hpp"
#include "report/svg.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

// Sizes of type in every figure.
constexpr double tick_size = 12;
constexpr double label_size = 13;

// Half a pixel off whole ones, where a thin line is sharp.
double crisp(double pixel);

// Axes of a plot of numbers.
struct Axis {
  Span domain{};
  std::vector<Tick> ticks{};
  std::string title{};
};

Axis number_axis(Span domain, int about, std::string title, const NumberStyle& style);
// From 0 to at least `most`, whole numbers.
Axis count_axis(double most, int about, std::string title, const NumberStyle& style);

// How much the labels of a vertical axis need on its left.
double room_for_labels(const Axis& axis);

// The horizontal axis below the area, with its title in lines below; returns where it ends. Labels are thinned.
double draw_x_axis(Svg& svg, const Axis& axis, const Box& area);
// The vertical axis on the left of the area, with grid lines; the title stands above it, not turned round.
void draw_y_axis(Svg& svg, const Axis& axis, const Box& area, bool grid = true);
// The title in lines that end above the bottom of the box.
void draw_axis_title(Svg& svg, const std::string& title, const Box& above);
// Height of the title above the area.
double room_for_title(const Axis& axis, double width);

LinearScale x_scale(const Axis& axis, const Box& area);
LinearScale y_scale(const Axis& axis, const Box& area);

// A description as "Label: value. Label: value.", which needs no grammar of any language.
class Description {
 public:
  explicit Description(const Heading& heading);
  Description& item(const std::string& label, const std::string& value);
  Description& sentence(const std::string& text);
  std::string text() const { return text_; }

 private:
  std::string text_;
};

// A figure that says that there is nothing to draw.
Figure empty_figure(const Heading& heading, const std::string& no_data, DataTable data);

// Smallest span that holds all finite numbers; nothing without any.
std::optional<Span> span_of(const std::vector<std::optional<double>>& numbers);

}  // namespace cxrval::report
