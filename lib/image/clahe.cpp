// SPDX-License-Identifier: Apache-2.0
#include "image/clahe.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace cxrval::image {
namespace {

constexpr int levels = 65536;
using Level = std::uint16_t;

struct Grid {
  int tiles;
  int tile_width;
  int tile_height;
  int clip;  // pixels on one level; 0 clips nothing
};

Grid grid_of(const Plane& plane, const ClaheLimits& limits) {
  const int n = limits.tiles;
  const bool divides = plane.width % n == 0 && plane.height % n == 0;
  const auto side = [&](int whole) { return divides ? whole / n : whole / n + 1; };
  Grid grid{n, side(plane.width), side(plane.height), 0};
  if (limits.clip > 0) {
    const double clip = limits.clip * grid.tile_width * grid.tile_height / levels;
    grid.clip = static_cast<int>(std::clamp(clip, 1.0, 1e9));
  }
  return grid;
}

std::vector<Level> to_levels(const Plane& plane) {
  std::vector<Level> result(plane.values.size());
  std::transform(plane.values.begin(), plane.values.end(), result.begin(), [](float value) {
    const float level = value > 0 ? std::min(value, 1.0F) * 65535.0F : 0.0F;
    return static_cast<Level>(level + 0.5F);
  });
  return result;
}

// The index that mirroring without repeating the border gives.
int mirrored(int i, int size) {
  if (size == 1) return 0;
  while (i >= size || i < 0) i = i < 0 ? -i : 2 * (size - 1) - i;
  return i;
}

// Cuts the counts off at `clip` and spreads what was cut: evenly, the remainder at equal steps from level 0 on.
void clip_counts(std::vector<int>& counts, int clip) {
  int clipped = 0;
  for (int& count : counts) {
    clipped += std::max(0, count - clip);
    count = std::min(count, clip);
  }
  const int batch = clipped / levels;
  int rest = clipped % levels;
  for (int& count : counts) count += batch;
  if (rest == 0) return;
  const int step = std::max(levels / rest, 1);
  for (int i = 0; i < levels && rest > 0; i += step, --rest) ++counts[static_cast<std::size_t>(i)];
}

void make_table(std::vector<int>& counts, const Grid& grid, Level* table) {
  if (grid.clip > 0) clip_counts(counts, grid.clip);
  const float scale = static_cast<float>(levels - 1) / static_cast<float>(grid.tile_width * grid.tile_height);
  int sum = 0;
  for (const int count : counts) {
    sum += count;
    *table++ = static_cast<Level>(std::min(std::nearbyint(static_cast<float>(sum) * scale), 65535.0F));
  }
}

// Row-major, one table of all levels a tile.
std::vector<Level> make_tables(const std::vector<Level>& pixels, const Plane& plane, const Grid& grid) {
  const int n = grid.tiles;
  std::vector<Level> tables(static_cast<std::size_t>(n) * static_cast<std::size_t>(n) * levels);
  std::vector<int> counts(levels);
  Level* table = tables.data();
  for (int tile = 0; tile < n * n; ++tile, table += levels) {
    std::fill(counts.begin(), counts.end(), 0);
    const int left = tile % n * grid.tile_width;
    const int top = tile / n * grid.tile_height;
    for (int y = top; y < top + grid.tile_height; ++y) {
      const Level* row =
          &pixels[static_cast<std::size_t>(mirrored(y, plane.height)) * static_cast<std::size_t>(plane.width)];
      const int inside = std::clamp(plane.width, left, left + grid.tile_width);
      for (int x = left; x < inside; ++x) ++counts[row[x]];
      for (int x = inside; x < left + grid.tile_width; ++x) ++counts[row[mirrored(x, plane.width)]];
    }
    make_table(counts, grid, table);
  }
  return tables;
}

// The two tiles between whose centres a pixel lies.
struct Between {
  std::size_t first;
  std::size_t second;
  float to_first;
  float to_second;
};

Between between(int place, int tile, int tiles) {
  const float at = static_cast<float>(place) * (1.0F / static_cast<float>(tile)) - 0.5F;
  const int first = static_cast<int>(std::floor(at));
  const float part = at - static_cast<float>(first);
  return {static_cast<std::size_t>(std::clamp(first, 0, tiles - 1)),
          static_cast<std::size_t>(std::clamp(first + 1, 0, tiles - 1)), 1.0F - part, part};
}

}  // namespace

Plane clahe(const Plane& plane, const ClaheLimits& limits) {
  const auto width = static_cast<std::size_t>(std::max(0, plane.width));
  if (plane.width <= 0 || plane.height <= 0 || plane.values.size() != width * static_cast<std::size_t>(plane.height) ||
      !(limits.clip >= 0) || limits.tiles < 1 || limits.tiles > 64) {
    throw std::logic_error("CLAHE needs a plane that is not empty, a clip from 0 and 1 to 64 tiles");
  }
  const Grid grid = grid_of(plane, limits);
  const std::vector<Level> pixels = to_levels(plane);
  const std::vector<Level> tables = make_tables(pixels, plane, grid);
  std::vector<Between> columns;
  columns.reserve(width);
  for (int x = 0; x < plane.width; ++x) columns.push_back(between(x, grid.tile_width, grid.tiles));
  Plane result{plane.width, plane.height, std::vector<float>(plane.values.size())};
  std::size_t i = 0;
  for (int y = 0; y < plane.height; ++y) {
    const Between rows = between(y, grid.tile_height, grid.tiles);
    const auto row_size = static_cast<std::size_t>(grid.tiles) * levels;
    const Level* above = &tables[rows.first * row_size];
    const Level* below = &tables[rows.second * row_size];
    for (const Between& c : columns) {
      const std::size_t a = c.first * levels + pixels[i];
      const std::size_t b = c.second * levels + pixels[i];
      const float mixed = (above[a] * c.to_first + above[b] * c.to_second) * rows.to_first +
                          (below[a] * c.to_first + below[b] * c.to_second) * rows.to_second;
      result.values[i++] = std::clamp(std::nearbyint(mixed), 0.0F, 65535.0F) / 65535.0F;
    }
  }
  return result;
}

}  // namespace cxrval::image
