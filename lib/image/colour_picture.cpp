// SPDX-License-Identifier: Apache-2.0
#include "image/colour_picture.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::image {
namespace {

constexpr Colour red = {255, 0, 0};
constexpr Colour blue = {0, 64, 255};
constexpr double strongest = 0.5;

std::size_t place(const ColourPicture& picture, int x, int y) {
  return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x));
}

void mix(std::uint8_t* pixel, Colour colour, double share) {
  for (std::size_t i = 0; i < colour.size(); ++i) {
    pixel[i] = static_cast<std::uint8_t>(std::lround(pixel[i] * (1 - share) + colour[i] * share));
  }
}

// The first pixel of an edge, kept where a comparison of int still means something.
int pixel_of(double coordinate, int side) {
  return static_cast<int>(std::floor(std::clamp(coordinate, -1.0, side + 1.0)));
}

void fill(ColourPicture& picture, std::array<int, 4> box, Colour colour) {  // x_min, y_min, x_end, y_end
  for (int y = std::max(box[1], 0); y < std::min(box[3], picture.height); ++y) {
    for (int x = std::max(box[0], 0); x < std::min(box[2], picture.width); ++x) {
      std::copy(colour.begin(), colour.end(), &picture.rgb[place(picture, x, y)]);
    }
  }
}

// Between which two cells a pixel lies, and how near to the second.
struct Between {
  std::size_t first;
  std::size_t second;
  double share;
};

Between cells_of(int pixel, int pixels, int cells) {
  const double at = std::clamp((pixel + 0.5) * cells / pixels - 0.5, 0.0, cells - 1.0);
  const auto first = static_cast<std::size_t>(at);
  return {first, std::min(first + 1, static_cast<std::size_t>(cells) - 1), at - std::floor(at)};
}

}  // namespace

ColourPicture grey_picture(const Plane& plane) {
  ColourPicture picture{plane.width, plane.height, {}};
  picture.rgb.reserve(3 * plane.values.size());
  for (const float value : plane.values) {
    const double level = value > 0 ? std::fmin(value, 1.0F) * 255.0 : 0;
    picture.rgb.insert(picture.rgb.end(), 3, static_cast<std::uint8_t>(level + 0.5));
  }
  return picture;
}

void draw_outline(ColourPicture& picture, const Outline& outline, Colour colour, int thickness) {
  const int left = pixel_of(outline.x_min, picture.width);
  const int top = pixel_of(outline.y_min, picture.height);
  const int right = pixel_of(std::ceil(outline.x_max), picture.width);
  const int bottom = pixel_of(std::ceil(outline.y_max), picture.height);
  fill(picture, {left, top, right, std::min(top + thickness, bottom)}, colour);
  fill(picture, {left, std::max(bottom - thickness, top), right, bottom}, colour);
  fill(picture, {left, top, std::min(left + thickness, right), bottom}, colour);
  fill(picture, {std::max(right - thickness, left), top, right, bottom}, colour);
}

void lay_over(ColourPicture& picture, const ColourMap& map, double full) {
  const auto at = [&](std::size_t row, std::size_t column) {
    return map.values[row * static_cast<std::size_t>(map.columns) + column];
  };
  for (int y = 0; y < picture.height; ++y) {
    const Between row = cells_of(y, picture.height, map.rows);
    for (int x = 0; x < picture.width; ++x) {
      const Between column = cells_of(x, picture.width, map.columns);
      const double upper = std::lerp(at(row.first, column.first), at(row.first, column.second), column.share);
      const double lower = std::lerp(at(row.second, column.first), at(row.second, column.second), column.share);
      const double value = std::lerp(upper, lower, row.share);
      if (!std::isfinite(value)) continue;
      mix(&picture.rgb[place(picture, x, y)], value > 0 ? red : blue,
          strongest * std::min(std::abs(value) / full, 1.0));
    }
  }
}

}  // namespace cxrval::image
