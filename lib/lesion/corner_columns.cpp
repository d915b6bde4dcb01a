// SPDX-License-Identifier: Apache-2.0
#include "lesion/corner_columns.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace cxrval::lesion {
namespace {

constexpr double most = 1e9;

bool has_sizes(const table::Reader& table) {
  const bool corner = table.find("x_max") || table.find("y_max");
  const bool size = table.find("box_width") || table.find("box_height");
  if (corner == size) {
    const char* reason = corner ? "both x_max, y_max and box_width, box_height say where a box ends; keep one pair"
                                : "no columns x_max, y_max or box_width, box_height; name the pair that it has with "
                                  "--map, such as box_width=THEIRS";
    throw base::Error({table.name(), 1}, reason);
  }
  return size;
}

}  // namespace

CornerColumns::CornerColumns(const table::Reader& table)
    : table_(table),
      sized_(has_sizes(table)),
      columns_{table.require("x_min"), table.require("y_min"), table.require(sized_ ? "box_width" : "x_max"),
               table.require(sized_ ? "box_height" : "y_max")} {}

base::Result<boxes::Box> CornerColumns::read(const table::Row& row) const {
  std::array<double, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const base::Place place = table_.place(row, columns_[i]);
    const auto number = base::parse_real(row.cells[columns_[i]]);
    if (!number) return base::fault(place, "coordinate is no number");
    if (std::abs(*number) > most) return base::fault(place, "a coordinate is beyond 1000000000");
    if (sized_ && i >= 2 && *number <= 0) return base::fault(place, "a box's width or height is not above 0");
    numbers[i] = *number;
  }
  if (sized_) {
    numbers[2] += numbers[0];
    numbers[3] += numbers[1];
  }
  return boxes::Box{numbers[0], numbers[1], numbers[2], numbers[3]};
}

bool CornerColumns::empty(const table::Row& row) const {
  return std::all_of(columns_.begin(), columns_.end(), [&](std::size_t column) { return row.cells[column].empty(); });
}

}  // namespace cxrval::lesion
