// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/svg.hpp"

#include <string>
#include <vector>

namespace cxrval::report {

// Vertical lines with labels, such as limits.
struct Flag {
  double x = 0;  // in pixels
  std::string label{};
  Stroke stroke{};
};

struct FlagPlace {
  int row = 0;          // above the plot, from 0
  bool before = false;  // the label stands on the left of its line
};

// Where the labels of flags stand in rows above a plot, so that none meets another label or a line: two a row, those of
// the outermost lines lowest and outside if the figure has room for them there. No places at all where nothing fits,
// and for more than six flags: then the labels are left to a legend.
struct FlagLayout {
  std::vector<FlagPlace> places{};  // in the order of the flags

  bool fits() const { return !places.empty(); }
  // The rows and what keeps them off the label of the topmost tick.
  double height() const;
};
FlagLayout flag_layout(const std::vector<Flag>& flags, double figure_width);

// Draws the lines through the area and up to their labels.
void draw_flags(Svg& svg, const std::vector<Flag>& flags, const Box& area, const FlagLayout& layout);

}  // namespace cxrval::report
