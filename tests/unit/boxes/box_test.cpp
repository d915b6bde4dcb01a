// SPDX-License-Identifier: Apache-2.0
#include "boxes/box.hpp"

#include "catch.hpp"

#include <cstdint>

using namespace cxrval::boxes;

namespace {

// Boxes with whole corners on a small grid, so that areas can be counted pixel by pixel.
class Dice {
 public:
  int roll(int sides) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(sides));
  }
  Box box() {
    const int x = roll(12);
    const int y = roll(12);
    return {double(x), double(y), double(x + roll(8)), double(y + roll(8))};
  }

 private:
  std::uint64_t state_ = 1;
};

bool covers(const Box& box, int x, int y) {
  return x >= box.x_min && x < box.x_max && y >= box.y_min && y < box.y_max;
}

double counted_iou(const Box& a, const Box& b) {
  int both = 0;
  int either = 0;
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 20; ++x) {
      both += covers(a, x, y) && covers(b, x, y) ? 1 : 0;
      either += covers(a, x, y) || covers(b, x, y) ? 1 : 0;
    }
  }
  return either == 0 ? 0.0 : double(both) / either;
}

}  // namespace

TEST_CASE("the IoU of whole-numbered boxes is that of their counted pixels") {
  Dice dice;
  for (int i = 0; i < 2000; ++i) {
    const Box a = dice.box();
    const Box b = dice.box();
    CHECK(iou(a, b) == approx(counted_iou(a, b)));
    CHECK(iou(a, b) == iou(b, a));
  }
}

TEST_CASE("a box without an inside has no area and no overlap") {
  CHECK(area({3, 3, 3, 9}) == 0);
  CHECK(area({5, 5, 2, 2}) == 0);
  CHECK(iou({3, 3, 3, 3}, {3, 3, 3, 3}) == 0);
  CHECK(iou({0, 0, 1, 1}, {1, 0, 2, 1}) == 0);
}

TEST_CASE("clipping keeps what lies in the image") {
  CHECK(clip({-5, 10, 50, 900}, {40, 30}) == Box{0, 10, 40, 30});
  CHECK(area(clip({50, 50, 60, 60}, {40, 30})) == 0);
}
