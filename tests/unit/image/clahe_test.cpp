// SPDX-License-Identifier: Apache-2.0
#include "image/clahe.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using namespace cxrval;
using namespace cxrval::image;

namespace {

constexpr int levels = 65536;

struct Levels {
  int width;
  int height;
  std::vector<int> values;

  int at(int x, int y) const { return values[static_cast<std::size_t>(y * width + x)]; }
};

int mirrored(int i, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  return i % period < size ? i % period : period - i % period;
}

// The whole enlarged image.
Levels enlarged(const Plane& plane, int tiles) {
  const bool divides = plane.width % tiles == 0 && plane.height % tiles == 0;
  const auto side = [&](int size) { return divides ? size : (size / tiles + 1) * tiles; };
  Levels made{side(plane.width), side(plane.height), {}};
  for (int y = 0; y < made.height; ++y) {
    for (int x = 0; x < made.width; ++x) {
      const int place = mirrored(y, plane.height) * plane.width + mirrored(x, plane.width);
      made.values.push_back(
          static_cast<int>(std::lround(plane.values[static_cast<std::size_t>(place)] * float{levels - 1})));
    }
  }
  return made;
}

// What the levels of one tile become.
std::vector<float> table_of(const Levels& image, int tiles, double clip, int tile_x, int tile_y) {
  const int width = image.width / tiles;
  const int height = image.height / tiles;
  std::vector<int> counts(levels, 0);
  for (int i = 0; i < width * height; ++i) {
    ++counts[static_cast<std::size_t>(image.at(tile_x * width + i % width, tile_y * height + i / width))];
  }
  if (clip > 0) {
    const int limit = std::max(1, static_cast<int>(clip * width * height / levels));
    int rest = 0;
    for (int& count : counts) {
      rest += std::max(0, count - limit);
      count = std::min(count, limit);
    }
    for (int& count : counts) count += rest / levels;
    rest %= levels;
    const int step = rest > 0 ? levels / rest : 1;
    for (int i = 0; i < rest; ++i) ++counts[static_cast<std::size_t>(i * step)];
  }
  std::vector<float> table;
  int sum = 0;
  const float scale = float{levels - 1} / static_cast<float>(width * height);
  for (const int count : counts) {
    sum += count;
    table.push_back(std::min(std::nearbyint(static_cast<float>(sum) * scale), float{levels - 1}));
  }
  return table;
}

Plane slow_clahe(const Plane& plane, const ClaheLimits& limits) {
  const int n = limits.tiles;
  const Levels image = enlarged(plane, n);
  std::vector<std::vector<float>> tables;
  for (int tile = 0; tile < n * n; ++tile) tables.push_back(table_of(image, n, limits.clip, tile % n, tile / n));
  Plane result = plane;
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      const float u = static_cast<float>(x) * (1.0F / static_cast<float>(image.width / n)) - 0.5F;
      const float v = static_cast<float>(y) * (1.0F / static_cast<float>(image.height / n)) - 0.5F;
      const float du = u - std::floor(u);
      const float dv = v - std::floor(v);
      const auto looked_up = [&](int right, int down) {
        const int column = std::clamp(static_cast<int>(std::floor(u)) + right, 0, n - 1);
        const int row = std::clamp(static_cast<int>(std::floor(v)) + down, 0, n - 1);
        return tables[static_cast<std::size_t>(row * n + column)][static_cast<std::size_t>(image.at(x, y))];
      };
      const float above = looked_up(0, 0) * (1.0F - du) + looked_up(1, 0) * du;
      const float below = looked_up(0, 1) * (1.0F - du) + looked_up(1, 1) * du;
      result.values[static_cast<std::size_t>(y * plane.width + x)] =
          std::min(std::nearbyint(above * (1.0F - dv) + below * dv), 65535.0F) / 65535.0F;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("CLAHE equals the tiles' tables mixed pixel by pixel") {
  const auto [width, height] = GENERATE(std::pair(1, 40), std::pair(37, 1), std::pair(48, 64), std::pair(101, 77));
  const int tiles = GENERATE(1, 3, 8);
  const double clip = GENERATE(0.0, 2.0, 500.0);
  CAPTURE(width, height, tiles, clip);
  std::mt19937 random(static_cast<unsigned>(width * tiles));
  Plane plane{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    // A few levels that many pixels share, and noise.
    const unsigned level = random() % 3 == 0 ? random() % levels : 20000 + random() % 4;
    plane.values.push_back(static_cast<float>(level) / 65535.0F);
  }
  CHECK(clahe(plane, {clip, tiles}).values == slow_clahe(plane, {clip, tiles}).values);
}
