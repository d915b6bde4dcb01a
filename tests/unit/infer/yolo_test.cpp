// SPDX-License-Identifier: Apache-2.0
#include "infer/yolo.hpp"

#include "catch.hpp"

#include <cstddef>
#include <limits>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const DetectorFrame frame{{10, 20, 0, 0}, {1000, 2000}};

DetectorOutput output(double score, int most = 100) {
  return {{"Nodule/Mass", "Pneumothorax"}, score, 0.5, most};
}

}  // namespace

TEST_CASE("rows become boxes in the original image's pixels") {
  const std::vector<float> rows{50, 25, 20, 10, 0.5F, 0.5F, 0.0F};
  const auto found = decode_yolo(rows, output(0.2), frame);
  REQUIRE(found);
  CHECK(*found == std::vector<boxes::Detection>{{{400, 400, 600, 600}, 0, 0.25}});
}

TEST_CASE("a row gives a box for every class above the score threshold") {
  const std::vector<float> rows{50, 25, 20, 10, 1, 0.5F, 0.75F};
  const auto found = decode_yolo(rows, output(0.4), frame);
  REQUIRE(found->size() == 2);
  CHECK(found->front().class_index == 1);
  CHECK(decode_yolo(rows, output(0.5), frame)->size() == 1);
  CHECK(decode_yolo(rows, output(0.75), frame)->empty());
}

TEST_CASE("boxes are clipped to the image and those outside it dropped") {
  const std::vector<float> rows{0, 0, 20, 20, 1, 1, 0, -50, -50, 20, 20, 1, 1, 0};
  const auto found = decode_yolo(rows, output(0.5), frame);
  CHECK(*found == std::vector<boxes::Detection>{{{0, 0, 100, 200}, 0, 1}});
}

TEST_CASE("overlapping boxes of a class are one and the number of boxes is bounded") {
  std::vector<float> rows;
  for (int i = 0; i < 5000; ++i) {
    const float x = static_cast<float>(5 + 10 * (i % 10));
    const float y = static_cast<float>(5 + 10 * (i / 10 % 10));
    rows.insert(rows.end(), {x, y, 10, 10, 1, 0.9F, 0});
  }
  CHECK(decode_yolo(rows, output(0.5), frame)->size() == 100);
  CHECK(decode_yolo(rows, output(0.5, 7), frame)->size() == 7);
}

TEST_CASE("a value that is no number makes the image unusable") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> good{50, 25, 20, 10, 0.5F, 0.5F, 0.0F};
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::vector<float> rows = good;
    rows[i] = nan;
    CHECK_FALSE(decode_yolo(rows, output(0.2), frame));
  }
  std::vector<float> rows = good;
  rows[4] = 1.5F;
  CHECK_FALSE(decode_yolo(rows, output(0.2), frame));
}
