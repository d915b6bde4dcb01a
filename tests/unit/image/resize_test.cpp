// SPDX-License-Identifier: Apache-2.0
#include "image/resize.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

using namespace cxrval::image;

namespace {

Plane random_plane(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  Plane plane{width, height, {}};
  for (int i = 0; i < width * height; ++i) plane.values.push_back(static_cast<float>(random() % 4096) / 4095.0F);
  return plane;
}

double triangle(int inputs, int outputs, int j, int i) {
  const double scale = static_cast<double>(inputs) / outputs;
  const double support = std::max(1.0, scale);
  return std::max(0.0, 1 - std::abs(j + 0.5 - (i + 0.5) * scale) / support);
}

// Every output pixel from every input pixel, in two dimensions and double precision.
double slow_pixel(const Plane& plane, int width, int height, int x, int y) {
  double sum = 0;
  double total = 0;
  for (int v = 0; v < plane.height; ++v) {
    for (int u = 0; u < plane.width; ++u) {
      const double weight = triangle(plane.width, width, u, x) * triangle(plane.height, height, v, y);
      sum += weight * plane.values[static_cast<std::size_t>(v * plane.width + u)];
      total += weight;
    }
  }
  return sum / total;
}

}  // namespace

TEST_CASE("resize equals the slow sum over all pixels") {
  struct Sizes {
    int from_width, from_height, to_width, to_height;
  };
  const Sizes s = GENERATE(Sizes{31, 23, 8, 8}, Sizes{8, 8, 31, 23}, Sizes{40, 30, 39, 31}, Sizes{3, 50, 17, 4},
                           Sizes{1, 1, 5, 3}, Sizes{64, 64, 1, 1}, Sizes{7, 9, 7, 2}, Sizes{20, 20, 10, 5});
  const Plane plane = random_plane(s.from_width, s.from_height, 7);
  const Plane resized = resize(plane, s.to_width, s.to_height);
  REQUIRE(resized.width == s.to_width);
  REQUIRE(resized.height == s.to_height);
  double worst = 0;
  for (int y = 0; y < s.to_height; ++y) {
    for (int x = 0; x < s.to_width; ++x) {
      const double value = resized.values[static_cast<std::size_t>(y * s.to_width + x)];
      worst = std::max(worst, std::abs(value - slow_pixel(plane, s.to_width, s.to_height, x, y)));
    }
  }
  CHECK(worst < 1e-6);
}

TEST_CASE("halving a ramp gives what PIL gives") {
  // PIL.Image.resize((2, 1), BILINEAR) of 0, 1, 2, 3 on mode F: weights 3/7, 3/7 and 1/7 of the first three.
  const Plane ramp{4, 1, {0, 1, 2, 3}};
  const Plane half = resize(ramp, 2, 1);
  CHECK(half.values[0] == approx(5.0 / 7).epsilon(1e-6));
  CHECK(half.values[1] == approx(16.0 / 7).epsilon(1e-6));
}

TEST_CASE("a constant image stays constant and the same size changes nothing") {
  const Plane flat{30, 20, std::vector<float>(600, 0.3F)};
  for (const float value : resize(flat, 17, 45).values) CHECK(value == approx(0.3));
  const Plane plane = random_plane(9, 5, 3);
  CHECK(resize(plane, 9, 5).values == plane.values);
}

TEST_CASE("every filter keeps constants, and mirrored images give mirrored results") {
  const Filter filter = GENERATE(Filter::nearest, Filter::bilinear, Filter::bicubic, Filter::area);
  const bool antialias = GENERATE(false, true);
  for (const int side : {1, 3, 8, 20, 33, 61}) {
    INFO(side);
    const Plane flat{20, 9, std::vector<float>(180, 0.3F)};
    for (const float value : resize(flat, side, 5, {filter, antialias}).values) CHECK(value == approx(0.3));
    if (filter == Filter::nearest) continue;  // a centre between two pixels goes to the right one
    const Plane plane = random_plane(20, 9, 11);
    Plane mirrored = plane;
    std::reverse(mirrored.values.begin(), mirrored.values.end());
    Plane back = resize(mirrored, side, 5, {filter, antialias});
    std::reverse(back.values.begin(), back.values.end());
    const Plane straight = resize(plane, side, 5, {filter, antialias});
    for (std::size_t i = 0; i < back.values.size(); ++i)
      CHECK(back.values[i] == approx(straight.values[i]).margin(2e-5));
  }
}

TEST_CASE("area is the mean of what an output pixel covers") {
  const Plane plane{3, 2, {0, 3, 6, 3, 6, 9}};
  CHECK(resize(plane, 1, 1, {Filter::area, true}).values[0] == approx(4.5));
  const Plane two = resize(plane, 2, 1, {Filter::area, true});
  CHECK(two.values[0] == approx((1.5 + 0.5 * 4.5) / 1.5));
  CHECK(two.values[1] == approx((7.5 + 0.5 * 4.5) / 1.5));
  CHECK(resize(Plane{2, 1, {1, 2}}, 4, 1, {Filter::area, true}).values == std::vector<float>{1, 1, 2, 2});
}

TEST_CASE("resize refuses empty sizes") {
  const Plane plane = random_plane(4, 4, 1);
  CHECK_THROWS_AS(resize(plane, 0, 4), std::logic_error);
  CHECK_THROWS_AS(resize(plane, 4, -1), std::logic_error);
  CHECK_THROWS_AS(resize(Plane{}, 4, 4), std::logic_error);
  CHECK_THROWS_AS(resize(Plane{2, 2, {1}}, 4, 4), std::logic_error);
}
