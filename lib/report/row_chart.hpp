// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

// Rows of text with a mark each on a common horizontal axis: what forest plots, bars and bounds share.
struct RowChartRow {
  std::string label{};
  std::vector<std::string> cells{};  // one a column, empty for none
  bool bold = false;
  bool header = false;  // text only, over the rows that follow
  // Draws the row's mark; its middle is at y.
  std::function<void(Svg&, const LinearScale&, double y)> mark{};
};

struct RowChartLine {
  std::optional<double> value{};
  Stroke stroke{};
  bool above = false;  // drawn over the marks
};

struct RowChart {
  std::string label_title{};
  std::vector<std::string> columns{};  // titles; the first stands before the plot, the others behind it
  Axis axis{};
  std::vector<RowChartRow> rows{};
  RowChartLine line{};  // through all rows
  std::vector<LegendItem> legend{};
};

// Columns without any cell are left out. From 600 of width on the label stands beside the mark, below that above it,
// with the first column at the right end of its line, the second behind the plot and the others below it. Returns the
// height.
double draw_row_chart(Svg& svg, const RowChart& chart);

// A line with caps from low to high, arrow heads where it goes beyond the axis.
void draw_interval(Svg& svg, const LinearScale& scale, const Estimate& estimate, double y);
// Where a number stands; nothing where it is missing or beyond the axis.
std::optional<double> place_of(const LinearScale& scale, std::optional<double> value);

// The span that holds all of these, nice at both ends, or the ends that are given.
Span span_of_rows(const std::vector<std::optional<double>>& numbers, const Estimate& ends);
constexpr int ticks_of_rows = 5;

}  // namespace cxrval::report
