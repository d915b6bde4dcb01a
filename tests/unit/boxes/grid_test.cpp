// SPDX-License-Identifier: Apache-2.0
#include "boxes/grid.hpp"

#include "catch.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

using namespace cxrval::boxes;

namespace {

// Pixel by pixel: is column i of the grid in [low, high)?
bool inside(int i, double low, double high, double size, int count, GridRule rule) {
  low = std::max(low, 0.0);
  high = std::min(high, size);
  if (!(low < high)) return false;
  const double width = size / count;
  switch (rule) {
    case GridRule::centre:
      return (i + 0.5) * width >= low && (i + 0.5) * width < high;
    case GridRule::touched:
      return (i + 1) * width > low && i * width < high;
    case GridRule::resized: {
      const double pixel = std::floor((i + 0.5) * width);
      return pixel + 0.5 >= low && pixel + 0.5 < high;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("a box on a grid of its image's own size") {
  const Extent image{100, 50};
  CHECK(cells_of({10, 5, 20, 6}, image, {100, 50}, GridRule::centre) == GridCells{10, 20, 5, 6});
  CHECK(cells_of({10.4, 5, 20.5, 6.6}, image, {100, 50}, GridRule::centre) == GridCells{10, 20, 5, 7});
  CHECK(cells_of({10.6, 5, 20.6, 6}, image, {100, 50}, GridRule::centre) == GridCells{11, 21, 5, 6});
  CHECK(cells_of({10.6, 5, 20.1, 6}, image, {100, 50}, GridRule::touched) == GridCells{10, 21, 5, 6});
  CHECK(cells_of({-10, -5, 200, 600}, image, {100, 50}, GridRule::centre) == GridCells{0, 100, 0, 50});
}

TEST_CASE("a box that no rule gives a pixel has none") {
  const Extent image{100, 50};
  CHECK(cells_of({10.6, 5, 11.4, 6}, image, {100, 50}, GridRule::centre) == GridCells{});
  CHECK(cells_of({10.6, 5, 11.4, 6}, image, {100, 50}, GridRule::touched) == GridCells{10, 12, 5, 6});
  CHECK(cells_of({200, 5, 300, 6}, image, {100, 50}, GridRule::touched) == GridCells{});
  CHECK(cells_of({20, 5, 10, 6}, image, {100, 50}, GridRule::touched) == GridCells{});
}

TEST_CASE("every rule of a grid is what it says pixel by pixel") {
  std::mt19937 random(8);
  const auto below = [&](unsigned most) { return static_cast<double>(random() % most); };
  for (int round = 0; round < 2000; ++round) {
    const Extent image{1 + below(64), 1 + below(64)};
    const Grid grid{1 + static_cast<int>(below(40)), 1 + static_cast<int>(below(40))};
    // Eighths meet edges and centres of pixels often, and are exact.
    const double x = below(600) / 8 - 5, y = below(600) / 8 - 5;
    const Box box{x, y, x + below(400) / 8, y + below(400) / 8};
    for (const GridRule rule : {GridRule::centre, GridRule::touched, GridRule::resized}) {
      const GridCells cells = cells_of(box, image, grid, rule);
      int wrong = 0;
      for (int j = 0; j < grid.height; ++j) {
        for (int i = 0; i < grid.width; ++i) {
          const bool found = i >= cells.x_begin && i < cells.x_end && j >= cells.y_begin && j < cells.y_end;
          const bool expected = inside(i, box.x_min, box.x_max, image.width, grid.width, rule) &&
                                inside(j, box.y_min, box.y_max, image.height, grid.height, rule);
          wrong += found != expected;
        }
      }
      INFO(round << ' ' << static_cast<int>(rule));
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("a grid or an image without an inside is no grid") {
  CHECK_THROWS_AS(cells_of({0, 0, 1, 1}, {0, 5}, {2, 2}, GridRule::centre), std::logic_error);
  CHECK_THROWS_AS(cells_of({0, 0, 1, 1}, {5, 5}, {2, 0}, GridRule::centre), std::logic_error);
}
