// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/flow.hpp"
#include "report/svg.hpp"

#include <vector>

namespace cxrval::report {

// The boxes and arrows of a flow diagram. A box is given its left, top and right; its text says how high it is.
class FlowBoxes {
 public:
  FlowBoxes(Svg& svg, const NumberStyle& numbers) : svg_(svg), numbers_(numbers) {}

  // Label on the left, count on the right; returns the bottom.
  double plain(const FlowBox& box, const Box& place);
  // A total, and reasons with their counts below each other; returns the bottom.
  double losses(const FlowLosses& losses, const Box& place);
  // Boxes of equal size beside each other, counts below labels.
  std::vector<Box> row(const std::vector<FlowBox>& boxes, const Box& place, double between);

  void arrow_down(Point from, double to);
  void arrow_right(Point from, double to);
  // From several boxes to one below; returns its top.
  double join(const std::vector<Point>& from, Point to);
  // From one box to several below.
  void fork(Point from, const std::vector<Box>& to);

 private:
  double entry(const FlowBox& box, const Box& inside, double size, bool bold);
  void outline(const Box& box, Dash dash);

  Svg& svg_;
  const NumberStyle& numbers_;
};

}  // namespace cxrval::report
