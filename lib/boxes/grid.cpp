// SPDX-License-Identifier: Apache-2.0
#include "boxes/grid.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cxrval::boxes {
namespace {

struct Span {
  int begin = 0;
  int end = 0;
};

// Of pixels i of `count`, [i, i + 1) each, those whose centre lies in [low, high).
Span by_centre(double low, double high, int count) {
  const auto first = [count](double edge) {
    return static_cast<int>(std::clamp(std::ceil(edge - 0.5), 0.0, static_cast<double>(count)));
  };
  return {first(low), first(high)};
}

Span by_touch(double low, double high, int count) {
  const double most = count;
  return {static_cast<int>(std::clamp(std::floor(low), 0.0, most)),
          static_cast<int>(std::clamp(std::ceil(high), 0.0, most))};
}

// The first pixel of the grid that the nearest-pixel rule takes from pixel `from` of the image, or one behind it:
// floor((i + 0.5) * size / count) >= from.
int first_taken(int from, int size, int count) {
  int i = static_cast<int>(std::ceil(static_cast<double>(from) * count / size - 0.5));
  const auto taken = [&](int at) {
    return static_cast<int>(std::floor((at + 0.5) * static_cast<double>(size) / count));
  };
  i = std::clamp(i, 0, count);
  while (i > 0 && taken(i - 1) >= from) --i;
  while (i < count && taken(i) < from) ++i;
  return i;
}

Span by_resize(double low, double high, int size, int count) {
  const Span drawn = by_centre(low, high, size);
  return {first_taken(drawn.begin, size, count), first_taken(drawn.end, size, count)};
}

Span span_of(double low, double high, double size, int count, GridRule rule) {
  if (rule == GridRule::resized) return by_resize(low, high, static_cast<int>(size), count);
  const double scale = count / size;
  return rule == GridRule::centre ? by_centre(low * scale, high * scale, count)
                                  : by_touch(low * scale, high * scale, count);
}

}  // namespace

GridCells cells_of(const Box& box, Extent image, Grid grid, GridRule rule) {
  if (!(image.width >= 1 && image.height >= 1) || grid.width <= 0 || grid.height <= 0) {
    throw std::logic_error("a grid or an image without an inside");
  }
  const Box inside = clip(box, image);
  if (!(area(inside) > 0)) return {};
  const Span x = span_of(inside.x_min, inside.x_max, image.width, grid.width, rule);
  const Span y = span_of(inside.y_min, inside.y_max, image.height, grid.height, rule);
  if (x.begin >= x.end || y.begin >= y.end) return {};
  return {x.begin, x.end, y.begin, y.end};
}

}  // namespace cxrval::boxes
