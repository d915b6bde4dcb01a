// SPDX-License-Identifier: Apache-2.0
#include "image/clahe.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
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

// Half to even, as std::nearbyint, which is a call into the library; for 0 to 2^22.
float rounded(float value) {
  constexpr float no_fraction = 8388608;
  return (value + no_fraction) - no_fraction;
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
    *table++ = static_cast<Level>(std::min(rounded(static_cast<float>(sum) * scale), 65535.0F));
  }
}

// The tables of one row of tiles, one table of all levels a tile.
std::vector<Level> make_tables(const std::vector<Level>& pixels, const Plane& plane, const Grid& grid, int tile_row) {
  std::vector<Level> tables(static_cast<std::size_t>(grid.tiles) * levels);
  std::vector<int> counts(levels);
  Level* table = tables.data();
  const int top = tile_row * grid.tile_height;
  for (int tile = 0; tile < grid.tiles; ++tile, table += levels) {
    std::fill(counts.begin(), counts.end(), 0);
    const int left = tile * grid.tile_width;
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
  int first;
  int second;
  float to_first;
  float to_second;
};

Between between(int place, int tile, int tiles) {
  const float at = static_cast<float>(place) * (1.0F / static_cast<float>(tile)) - 0.5F;
  const int first = static_cast<int>(std::floor(at));
  const float part = at - static_cast<float>(first);
  return {std::clamp(first, 0, tiles - 1), std::clamp(first + 1, 0, tiles - 1), 1.0F - part, part};
}

// The tables of the two rows of tiles that a row of pixels needs. Rows of pixels are asked for from the top down.
class TableRows {
 public:
  TableRows(const std::vector<Level>& pixels, const Plane& plane, const Grid& grid)
      : pixels_(pixels), plane_(plane), grid_(grid) {}

  const Level* row(int tile_row) {
    for (; made_ <= tile_row; ++made_) slot(made_) = make_tables(pixels_, plane_, grid_, made_);
    return slot(tile_row).data();
  }

 private:
  std::vector<Level>& slot(int tile_row) { return slots_[static_cast<std::size_t>(tile_row % 2)]; }

  const std::vector<Level>& pixels_;
  const Plane& plane_;
  const Grid& grid_;
  std::array<std::vector<Level>, 2> slots_;
  int made_ = 0;
};

// Pixels of one row between the same tiles' centres.
struct Run {
  std::size_t begin;
  std::size_t end;
  std::size_t first;  // where the tiles' tables begin in a row of them
  std::size_t second;
};

std::vector<Run> runs_of(const std::vector<Between>& columns) {
  std::vector<Run> runs;
  for (std::size_t x = 0; x < columns.size(); ++x) {
    const auto table = [](int tile) { return static_cast<std::size_t>(tile) * levels; };
    const Run run{x, x + 1, table(columns[x].first), table(columns[x].second)};
    const bool goes_on = !runs.empty() && runs.back().first == run.first && runs.back().second == run.second;
    if (goes_on) {
      runs.back().end = run.end;
    } else {
      runs.push_back(run);
    }
  }
  return runs;
}

// The four tables of a run, and the weights of a row of pixels.
struct Tables {
  const Level* above_first;
  const Level* above_second;
  const Level* below_first;
  const Level* below_second;
};

void mix(const Tables& tables, const Between& row, std::span<const Between> columns, const Level* pixels, float* out) {
  for (const Between& c : columns) {
    const Level level = *pixels++;
    const float above = tables.above_first[level] * c.to_first + tables.above_second[level] * c.to_second;
    const float below = tables.below_first[level] * c.to_first + tables.below_second[level] * c.to_second;
    *out++ = std::min(rounded(above * row.to_first + below * row.to_second), 65535.0F) / 65535.0F;
  }
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
  TableRows tables(pixels, plane, grid);
  std::vector<Between> columns;
  columns.reserve(width);
  for (int x = 0; x < plane.width; ++x) columns.push_back(between(x, grid.tile_width, grid.tiles));
  const std::vector<Run> runs = runs_of(columns);
  Plane result{plane.width, plane.height, std::vector<float>(plane.values.size())};
  for (int y = 0; y < plane.height; ++y) {
    const Between row = between(y, grid.tile_height, grid.tiles);
    const Level* above = tables.row(row.first);
    const Level* below = tables.row(row.second);
    const std::size_t start = static_cast<std::size_t>(y) * width;
    for (const Run& run : runs) {
      const Tables four{above + run.first, above + run.second, below + run.first, below + run.second};
      mix(four, row, std::span(columns).subspan(run.begin, run.end - run.begin), &pixels[start + run.begin],
          &result.values[start + run.begin]);
    }
  }
  return result;
}

}  // namespace cxrval::image
