// SPDX-License-Identifier: Apache-2.0
#include "infer/yolo.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const DetectorFrame frame{{10, 20, 0, 0}, {1000, 2000}};

DetectorOutput output(double score, std::size_t most = 100) {
  return {{"Nodule/Mass", "Pneumothorax"}, score, {.iou_threshold = 0.5, .most = most}, YoloLayout{}};
}

// The sides of what is brighter than a half: the part of a plane that a perfect detector would mark.
boxes::Box bright_part(const image::Plane& plane) {
  boxes::Box box{double(plane.width), double(plane.height), 0, 0};
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      if (plane.values[static_cast<std::size_t>(y * plane.width + x)] <= 0.5F) continue;
      box = {std::min(box.x_min, double(x)), std::min(box.y_min, double(y)), std::max(box.x_max, x + 1.0),
             std::max(box.y_max, y + 1.0)};
    }
  }
  return box;
}

std::vector<float> row_of(const boxes::Box& box) {
  const auto number = [](double value) { return static_cast<float>(value); };
  return {number((box.x_min + box.x_max) / 2),
          number((box.y_min + box.y_max) / 2),
          number(box.x_max - box.x_min),
          number(box.y_max - box.y_min),
          1,
          1,
          0};
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

TEST_CASE("a box in a letterboxed input is the box in the original image") {
  struct Case {
    int width, height;
    boxes::Box lesion;
  };
  const Case c = GENERATE(Case{600, 400, {120, 80, 360, 200}}, Case{390, 1040, {130, 390, 260, 520}},
                          Case{128, 128, {16, 32, 48, 112}}, Case{50, 37, {10, 9, 30, 25}});
  image::Plane plane{c.width, c.height, std::vector<float>(static_cast<std::size_t>(c.width * c.height))};
  for (int y = int(c.lesion.y_min); y < int(c.lesion.y_max); ++y) {
    for (int x = int(c.lesion.x_min); x < int(c.lesion.x_max); ++x) {
      plane.values[static_cast<std::size_t>(y * c.width + x)] = 1;
    }
  }
  const image::Fitted fitted =
      image::fit(image::Rows(plane), {128, 128, image::Fit::letterbox, {image::Filter::bilinear, false}, 0.447F, 0});
  const DetectorFrame letterbox{fitted.mapping, {double(c.width), double(c.height)}};
  const auto found = decode_yolo(row_of(bright_part(fitted.plane)), output(0.5), letterbox);
  REQUIRE(found->size() == 1);
  const boxes::Box& box = found->front().box;
  const double one_pixel = std::max(c.width, c.height) / 128.0;
  CHECK(box.x_min == approx(c.lesion.x_min).margin(one_pixel));
  CHECK(box.y_min == approx(c.lesion.y_min).margin(one_pixel));
  CHECK(box.x_max == approx(c.lesion.x_max).margin(one_pixel));
  CHECK(box.y_max == approx(c.lesion.y_max).margin(one_pixel));
}

TEST_CASE("the margins of a letterbox are outside of the image") {
  // 300 x 200 in 64 x 64: 64 x 43 pixels with 10 above and 11 below
  const image::Plane plane{300, 200, std::vector<float>(300 * 200)};
  const image::Mapping mapping = image::fit(image::Rows(plane), {64, 64, image::Fit::letterbox, {}, 0, 0}).mapping;
  const auto found = decode_yolo(row_of({0, 0, 64, 64}), output(0.5), {mapping, {300, 200}});
  CHECK(found == std::vector<boxes::Detection>{{{0, 0, 300, 200}, 0, 1}});
  CHECK(decode_yolo(row_of({0, 0, 64, 10}), output(0.5), {mapping, {300, 200}})->empty());
  const auto part = decode_yolo(row_of({16, 10, 48, 53}), output(0.5), {mapping, {300, 200}});
  REQUIRE(part->size() == 1);
  CHECK(part->front().box.x_min == approx(75));
  CHECK(part->front().box.y_min == approx(0).margin(1e-9));
  CHECK(part->front().box.x_max == approx(225));
  CHECK(part->front().box.y_max == approx(200));
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
