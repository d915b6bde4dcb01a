// SPDX-License-Identifier: Apache-2.0
#include "infer/segmentation.hpp"

#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

using Bits = std::vector<std::uint8_t>;

}  // namespace

TEST_CASE("pixels whose probability is greater than the threshold are in the mask") {
  const MaskFrame frame{4, 1, {2, 5, 0, 0}, 8, 5};
  const auto mask = decode_mask(std::vector<float>{-1, 0, 0.001F, 3}, SegmentOutput{0.5, true}, frame);
  REQUIRE(mask);
  CHECK(mask->width == 4);
  CHECK(mask->height == 1);
  CHECK(mask->values == Bits{0, 0, 1, 1});
  CHECK(decode_mask(std::vector<float>{0, 0.25F, 0.5F, 1}, SegmentOutput{0.25, false}, frame)->values ==
        Bits{0, 0, 1, 1});
}

TEST_CASE("a mask of a letterboxed input covers the original image alone") {
  // an image of 8 x 4 in an input of 4 x 4: a row above and a row below are padding
  const MaskFrame frame{4, 4, {2, 2, 0, -2}, 8, 4};
  const std::vector<float> values{9, 9, 9, 9, 9, -9, -9, -9, -9, -9, -9, 9, 9, 9, 9, 9};
  CHECK(decode_mask(values, SegmentOutput{}, frame)->values == Bits{1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1});
}

TEST_CASE("what a centre crop cut off is outside the mask") {
  // the middle 4 columns of 8
  const MaskFrame frame{4, 4, {1, 1, 2, 0}, 8, 4};
  CHECK(decode_mask(std::vector<float>(16, 9), SegmentOutput{}, frame)->values ==
        Bits{0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0});
}

TEST_CASE("with a stretched input of any size the mask is that of the input, pixel by pixel") {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const int width = 1 + static_cast<int>(random() % 40);
    const int height = 1 + static_cast<int>(random() % 40);
    const int wide = 1 + static_cast<int>(random() % 5000);
    const int high = 1 + static_cast<int>(random() % 5000);
    std::vector<float> values;
    Bits expected;
    for (int i = 0; i < width * height; ++i) {
      values.push_back(static_cast<float>(random() % 200) - 99.5F);
      expected.push_back(values.back() > 0 ? 1 : 0);
    }
    const image::Mapping mapping{double(wide) / width, double(high) / height, 0, 0};
    REQUIRE(decode_mask(values, SegmentOutput{}, {width, height, mapping, wide, high})->values == expected);
  }
}

TEST_CASE("a mask with a value that is no number is none") {
  const MaskFrame frame{2, 1, {1, 1, 0, 0}, 2, 1};
  CHECK_FALSE(decode_mask(std::vector<float>{0, std::nanf("")}, SegmentOutput{}, frame));
  CHECK_FALSE(decode_mask(std::vector<float>{infinity, 0}, SegmentOutput{}, frame));
  CHECK_FALSE(decode_mask(std::vector<float>{1.5F, 0}, SegmentOutput{0.5, false}, frame));
  CHECK_FALSE(decode_mask(std::vector<float>{-0.5F, 0}, SegmentOutput{0.5, false}, frame));
}
