// SPDX-License-Identifier: Apache-2.0
#include "image/pixel_set.hpp"

#include "catch.hpp"
#include "image/resize.hpp"

#include <random>
#include <stdexcept>

using namespace cxrval::image;

namespace {

Mask random_mask(int width, int height, std::mt19937& random) {
  Mask mask = empty_mask(width, height);
  for (std::uint8_t& value : mask.values) value = random() % 3 == 0 ? static_cast<std::uint8_t>(random() % 256) : 0;
  return mask;
}

}  // namespace

TEST_CASE("a picture's pixels that are not 0 are its mask") {
  Source source;
  source.width = 3;
  source.height = 1;
  source.samples = {0, 1, 65535};
  const Mask mask = mask_of(source);
  CHECK(mask.width == 3);
  CHECK(mask.height == 1);
  CHECK(mask.values == std::vector<std::uint8_t>{0, 1, 1});
}

TEST_CASE("a rectangle adds its pixels that lie in the mask") {
  Mask mask = empty_mask(4, 3);
  add(mask, {2, 9, 1, 2});
  add(mask, {-5, 1, 2, 7});
  add(mask, {3, 2, 0, 3});
  add(mask, {5, 9, 0, 3});
  add(mask, {0, 4, 2, 2});
  CHECK(mask.values == std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0});
}

TEST_CASE("overlap and union count pixels one by one") {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    const int width = 1 + static_cast<int>(random() % 9);
    const int height = 1 + static_cast<int>(random() % 9);
    const Mask a = random_mask(width, height, random);
    const Mask b = random_mask(width, height, random);
    Overlap slow;
    std::uint64_t either = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      slow.first += a.values[i] != 0;
      slow.second += b.values[i] != 0;
      slow.both += a.values[i] != 0 && b.values[i] != 0;
      either += a.values[i] != 0 || b.values[i] != 0;
    }
    CHECK(overlap(a, b) == slow);
    Mask all = a;
    add(all, b);
    CHECK(overlap(all, all).both == either);
  }
}

TEST_CASE("a mask is resized as the plane of its values by the nearest pixel") {
  std::mt19937 random(6);
  for (int round = 0; round < 50; ++round) {
    const Mask mask = random_mask(1 + static_cast<int>(random() % 20), 1 + static_cast<int>(random() % 20), random);
    const int width = 1 + static_cast<int>(random() % 30);
    const int height = 1 + static_cast<int>(random() % 30);
    const Plane plane{mask.width, mask.height, {mask.values.begin(), mask.values.end()}};
    const Plane expected = resize(plane, width, height, {Filter::nearest, false});
    const Mask found = resize_nearest(mask, width, height);
    CHECK(std::vector<float>(found.values.begin(), found.values.end()) == expected.values);
  }
}

TEST_CASE("a canvas that is drawn on again and again counts what two fresh masks do") {
  std::mt19937 random(8);
  MaskCanvas one, other;
  for (int round = 0; round < 300; ++round) {
    const int width = 1 + static_cast<int>(random() % 3) * 4;
    const int height = 1 + static_cast<int>(random() % 3) * 4;
    one.clear(width, height);
    other.clear(width, height);
    Mask first = empty_mask(width, height);
    Mask second = empty_mask(width, height);
    const auto any = [&] { return static_cast<int>(random() % 14) - 2; };
    for (auto i = random() % 3; i > 0; --i) {
      const PixelRange range{any(), any(), any(), any()};
      one.add(range);
      add(first, range);
    }
    for (auto i = random() % 3; i > 0; --i) {
      const PixelRange range{any(), any(), any(), any()};
      other.add(range);
      add(second, range);
    }
    if (random() % 4 == 0) {
      const Mask mask = random_mask(width, height, random);
      other.add(mask);
      add(second, mask);
    }
    CHECK(overlap(one, other) == overlap(first, second));
    CHECK(overlap(other, one) == overlap(second, first));
    CHECK(one.mask().values == first.values);
  }
}

TEST_CASE("masks of different sizes are never compared") {
  Mask mask = empty_mask(2, 3);
  CHECK_THROWS_AS(overlap(mask, empty_mask(3, 2)), std::logic_error);
  CHECK_THROWS_AS(add(mask, empty_mask(3, 2)), std::logic_error);
  CHECK_THROWS_AS(empty_mask(0, 2), std::logic_error);
  MaskCanvas one, other;
  one.clear(2, 3);
  other.clear(3, 2);
  CHECK_THROWS_AS(overlap(one, other), std::logic_error);
  CHECK_THROWS_AS(one.add(empty_mask(3, 2)), std::logic_error);
}
