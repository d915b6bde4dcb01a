// SPDX-License-Identifier: Apache-2.0
#include "image/recipe.hpp"

#include "catch.hpp"
#include "image/median.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

using namespace cxrval::image;

namespace {

Source random_source(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  Source source;
  source.width = width;
  source.height = height;
  source.bits_stored = 12;
  for (int i = 0; i < width * height; ++i) source.samples.push_back(static_cast<std::uint16_t>(random() % 4096));
  return source;
}

Mask mask_of(int width, int height, std::vector<std::pair<int, int>> inside) {
  Mask mask{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), 0)};
  for (const auto& [x, y] : inside) mask.values[static_cast<std::size_t>(y * width + x)] = 1;
  return mask;
}

float slow_median(const Plane& plane, int size, int x, int y) {
  std::vector<float> values;
  for (int v = y - size / 2; v <= y + size / 2; ++v) {
    for (int u = x - size / 2; u <= x + size / 2; ++u) {
      const int row = std::clamp(v, 0, plane.height - 1);
      values.push_back(plane.values[static_cast<std::size_t>(row * plane.width + std::clamp(u, 0, plane.width - 1))]);
    }
  }
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

TEST_CASE("the median of every size equals the middle of the sorted neighbours") {
  const int size = GENERATE(3, 5, 7, 9);
  struct Sides {
    int width, height;
  };
  const Sides s = GENERATE(Sides{1, 1}, Sides{2, 9}, Sides{70, 3}, Sides{33, 20});
  const Plane plane = render(random_source(s.width, s.height, 2), {Preset::bits}).value();
  const Plane smooth = median(plane, size);
  for (int y = 0; y < s.height; ++y) {
    for (int x = 0; x < s.width; ++x) {
      REQUIRE(smooth.values[static_cast<std::size_t>(y * s.width + x)] == slow_median(plane, size, x, y));
    }
  }
  CHECK_THROWS_AS(median(plane, 4), std::logic_error);
  CHECK_THROWS_AS(median(Plane{}, 3), std::logic_error);
}

TEST_CASE("the square around a mask is shifted into the image before it is padded") {
  const auto square = [](const Mask& mask, int width, int height) {
    return enclosing_square(mask, width, height).value();
  };
  CHECK(square(mask_of(10, 10, {{4, 4}}), 10, 10) == Square{4, 4, 1});
  CHECK(square(mask_of(10, 10, {{2, 4}, {6, 5}}), 10, 10) == Square{2, 2, 5});
  CHECK(square(mask_of(10, 10, {{2, 0}, {6, 0}}), 10, 10) == Square{2, 0, 5});
  CHECK(square(mask_of(10, 10, {{2, 9}, {6, 9}}), 10, 10) == Square{2, 5, 5});
  CHECK(square(mask_of(10, 4, {{1, 1}, {8, 2}}), 10, 4) == Square{1, -2, 8});
  CHECK(square(mask_of(5, 5, {{1, 1}, {2, 2}}), 20, 10) == Square{4, 0, 8});
  CHECK(enclosing_square(mask_of(3, 3, {}), 3, 3).error().reason == "mask is empty");
  CHECK(enclosing_square(Mask{3, 3, {1}}, 3, 3).error().reason == "mask does not match its size");
  CHECK(enclosing_square(mask_of(1, 1, {{0, 0}}), 11585, 2).value().side == 11585);
  CHECK(enclosing_square(mask_of(1, 1, {{0, 0}}), 65535, 2000).error().reason ==
        "the square around the mask is larger than 134217728 pixels");
}

TEST_CASE("the square encloses every mask pixel and is no larger than it must be") {
  std::mt19937 random(8);
  for (int round = 0; round < 300; ++round) {
    const int width = 1 + static_cast<int>(random() % 20);
    const int height = 1 + static_cast<int>(random() % 20);
    std::vector<std::pair<int, int>> inside;
    for (unsigned i = 0; i <= random() % 4; ++i) {
      inside.emplace_back(static_cast<int>(random() % static_cast<unsigned>(width)),
                          static_cast<int>(random() % static_cast<unsigned>(height)));
    }
    const Square s = enclosing_square(mask_of(width, height, inside), width, height).value();
    int longest = 0;
    for (const auto& [x, y] : inside) {
      CHECK((x >= s.x && x < s.x + s.side && y >= s.y && y < s.y + s.side));
      for (const auto& [u, v] : inside) longest = std::max({longest, std::abs(x - u) + 1, std::abs(y - v) + 1});
    }
    CHECK(s.side == longest);
    CHECK((s.side > width || (s.x >= 0 && s.x + s.side <= width)));
    CHECK((s.side > height || (s.y >= 0 && s.y + s.side <= height)));
  }
}

TEST_CASE("a crop pads only what lies outside the image") {
  const Plane plane{3, 2, {1, 2, 3, 4, 5, 6}};
  CHECK(crop(plane, {1, 0, 2}, 9).values == std::vector<float>{2, 3, 5, 6});
  CHECK(crop(plane, {0, -1, 3}, 9).values == std::vector<float>{9, 9, 9, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("a recipe is its look, its steps in their order and its fitting") {
  const Source source = random_source(30, 24, 4);
  const Mask mask = mask_of(30, 24, {{5, 6}, {18, 15}});
  Recipe recipe{{Preset::minmax}, {MedianStep{3}, CropStep{}, ClaheStep{{2, 2}}}, {8, 8, Fit::stretch, {}, 0, 0}};
  const Plane whole = median(render(source, {Preset::minmax}).value(), 3);
  const Plane expected = resize(clahe(crop(whole, {5, 4, 14}, 0), {2, 2}), 8, 8);
  const Fitted fitted = prepare(source, recipe, &mask).value();
  CHECK(fitted.plane.values == expected.values);
  CHECK(fitted.mapping == Mapping{14.0 / 8, 14.0 / 8, 5, 4});
  CHECK(prepare(source, recipe).error().reason == "the model needs a mask of the image");
  recipe.steps.clear();
  CHECK(prepare(source, recipe).value().plane.values == resize(render(source, recipe.look).value(), 8, 8).values);
  recipe.look.voi = 3;
  recipe.look.preset = Preset::voi;
  CHECK(prepare(source, recipe).error().reason == "the header has no such VOI LUT or window");
  recipe.steps = {CropStep{}, CropStep{}};
  CHECK_THROWS_AS(prepare(source, recipe, &mask), std::logic_error);
}

TEST_CASE("CLAHE keeps levels within 0 to 1 and refuses what it cannot do") {
  const Plane plane{3, 2, {-1, 0.25F, 2, std::nanf(""), 1, 0.5F}};
  for (const float value : clahe(plane, {2, 8}).values) CHECK((value >= 0 && value <= 1));
  CHECK_THROWS_AS(clahe(Plane{}, {2, 8}), std::logic_error);
  CHECK_THROWS_AS(clahe(plane, {2, 0}), std::logic_error);
  CHECK_THROWS_AS(clahe(plane, {-1, 8}), std::logic_error);
  CHECK_THROWS_AS(clahe(plane, {std::nan(""), 8}), std::logic_error);
}
