// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/box.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cxrval::boxes {

struct NumberedBox {
  std::uint32_t class_number = 0;
  double score = 0;
  Box box;

  bool operator==(const NumberedBox&) const = default;
};

// The boxes of an image as competitions have them in one cell: "14 1 0 0 1 1" for class, score, x_min, y_min, x_max,
// y_max, and the next ones behind it, with blanks between; nothing for no box.
base::Result<std::vector<NumberedBox>> parse_predictions(std::string_view text, const base::Place& place);

}  // namespace cxrval::boxes
