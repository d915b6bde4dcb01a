// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/box.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::boxes {

// A line of a label file of YOLO: the class's number from 0, the centre, width and height as shares of the image, and
// for a detector's files the score.
struct YoloBox {
  std::uint32_t class_number = 0;
  Box share;  // 0 to 1 in an image, a little outside is allowed: -1 to 2
  std::optional<double> score;
};

// "2 0.5 0.5 0.25 0.1" or with a sixth number; blanks or tabs between, no line end. The Fault's column is the byte's
// where the number begins.
base::Result<YoloBox> parse_yolo(std::string_view line, const base::Place& place);

// In pixels.
Box in_pixels(const Box& share, Extent image);

}  // namespace cxrval::boxes
