// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/box.hpp"
#include "table/reader.hpp"

#include <array>
#include <cstddef>

namespace cxrval::lesion {

// Where a table of boxes says how a box lies: x_min and y_min, and either x_max and y_max or box_width and box_height,
// in original pixels.
class CornerColumns {
 public:
  // Throws Error where the table has both pairs or neither. The table must outlive it.
  explicit CornerColumns(const table::Reader& table);

  // Boxes of a width and a height: their corners are edges, however pixels are counted.
  bool sized() const { return sized_; }
  // Faults: a cell that is no number or beyond 1e9, a width or height that is not above 0.
  base::Result<boxes::Box> read(const table::Row& row) const;
  // Whether a row has no coordinate at all.
  bool empty(const table::Row& row) const;

 private:
  const table::Reader& table_;
  bool sized_;
  std::array<std::size_t, 4> columns_;
};

}  // namespace cxrval::lesion
