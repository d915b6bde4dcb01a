// SPDX-License-Identifier: Apache-2.0
#include "image/mask.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace cxrval::image {
namespace {

constexpr std::int64_t most_pixels = 134217728;

// Inclusive begin, exclusive end.
struct Span {
  int begin = 0;
  int end = 0;
};

struct Bounds {
  Span x;
  Span y;
};

std::optional<Bounds> bounds_of(const Mask& mask) {
  Bounds bounds{{mask.width, 0}, {mask.height, 0}};
  const std::uint8_t* value = mask.values.data();
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      if (*value++ == 0) continue;
      bounds.x = {std::min(bounds.x.begin, x), std::max(bounds.x.end, x + 1)};
      bounds.y = {std::min(bounds.y.begin, y), y + 1};
    }
  }
  if (bounds.x.end == 0) return std::nullopt;
  return bounds;
}

Span scaled(const Span& span, int from, int to) {
  const auto at = [&](int place) { return std::int64_t{place} * to; };
  return {static_cast<int>(at(span.begin) / from), static_cast<int>((at(span.end) + from - 1) / from)};
}

int placed(const Span& span, int side, int size) {
  if (side >= size) return -((side - size) / 2);
  return std::clamp((span.begin + span.end - side) / 2, 0, size - side);
}

}  // namespace

base::Result<Square> enclosing_square(const Mask& mask, int width, int height) {
  if (mask.width <= 0 || mask.height <= 0 ||
      mask.values.size() != static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height)) {
    return base::fault({}, "mask does not match its size");
  }
  const std::optional<Bounds> bounds = bounds_of(mask);
  if (!bounds) return base::fault({}, "mask is empty");
  const Span x = scaled(bounds->x, mask.width, width);
  const Span y = scaled(bounds->y, mask.height, height);
  const int side = std::max(x.end - x.begin, y.end - y.begin);
  if (std::int64_t{side} * side > most_pixels) {
    return base::fault({}, "the square around the mask is larger than 134217728 pixels");
  }
  return Square{placed(x, side, width), placed(y, side, height), side};
}

Plane crop(const Plane& plane, const Square& square, float pad) {
  const auto side = static_cast<std::size_t>(std::max(0, square.side));
  Plane result{square.side, square.side, std::vector<float>(side * side, pad)};
  const int left = std::max(0, square.x);
  const int right = std::min(plane.width, square.x + square.side);
  const int top = std::max(0, square.y);
  const int bottom = std::min(plane.height, square.y + square.side);
  for (int y = top; y < bottom && left < right; ++y) {
    const auto row = plane.values.begin() + std::ptrdiff_t{y} * plane.width;
    std::copy(row + left, row + right,
              result.values.begin() + std::ptrdiff_t{y - square.y} * square.side + (left - square.x));
  }
  return result;
}

}  // namespace cxrval::image
