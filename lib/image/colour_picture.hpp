// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cxrval::image {

using Colour = std::array<std::uint8_t, 3>;  // red, green, blue

// A coloured picture for people: row-major, width * height pixels of three bytes.
struct ColourPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

// The plane in grey, values clamped to 0..1 and rounded to the nearest level (NaN is 0).
ColourPicture grey_picture(const Plane& plane);

// Continuous coordinates of the picture, in which pixel i covers [i, i + 1). Corners need not lie inside.
struct Outline {
  double x_min = 0;
  double y_min = 0;
  double x_max = 0;
  double y_max = 0;
};

// Draws the outline inside its edges, `thickness` pixels wide, as far as it lies on the picture.
void draw_outline(ColourPicture& picture, const Outline& outline, Colour colour, int thickness);

// Lays colour over the picture: red where the map is positive and blue where it is negative, by half at +-`full` and
// beyond and in proportion below. The map's rows x columns cells lie evenly over the whole picture and are interpolated
// bilinearly between their middles. `full` is greater than 0; values that are not finite leave pixels as they are.
struct ColourMap {
  int columns = 0;
  int rows = 0;
  std::vector<double> values;  // row-major
};
void lay_over(ColourPicture& picture, const ColourMap& map, double full);

}  // namespace cxrval::image
