// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

namespace cxrval::boxes {

// A box drawn as pixels of a grid that covers the whole image, such as one of 224 x 224.

// Which pixels of the grid belong to the box.
enum class GridRule {
  centre,   // those whose centre lies in the box
  touched,  // those that the box covers in part
  resized,  // the box is drawn at the image's own size, by centres, and that mask is resized by the nearest pixel
};

struct Grid {
  int width = 0;
  int height = 0;
};

// Columns x_begin to x_end and rows y_begin to y_end of the grid, the ends not included.
struct GridCells {
  int x_begin = 0;
  int x_end = 0;
  int y_begin = 0;
  int y_end = 0;

  bool operator==(const GridCells&) const = default;
};

// Edges count as in Box: a centre on x_min is inside, one on x_max is not; `touched` takes no pixel of which the box
// only has an edge. A box without an inside in the image has no cells: both ends are equal. `image` is whole pixels for
// GridRule::resized. Throws std::logic_error for a grid or an image without an inside.
GridCells cells_of(const Box& box, Extent image, Grid grid, GridRule rule);

}  // namespace cxrval::boxes
