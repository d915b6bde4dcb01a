// SPDX-License-Identifier: Apache-2.0
#include "infer/efficientdet_anchors.hpp"

#include "catch.hpp"

#include <cstddef>
#include <stdexcept>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

void check_anchor(const boxes::Box& anchor, const boxes::Extent& centre, const boxes::Extent& sides) {
  CHECK((anchor.x_min + anchor.x_max) / 2 == approx(centre.width));
  CHECK((anchor.y_min + anchor.y_max) / 2 == approx(centre.height));
  CHECK(anchor.x_max - anchor.x_min == approx(sides.width));
  CHECK(anchor.y_max - anchor.y_min == approx(sides.height));
}

}  // namespace

TEST_CASE("an input has nine anchors for each cell of the five levels") {
  CHECK(efficientdet_anchors(128, 128).size() == 9 * (256 + 64 + 16 + 4 + 1));
  CHECK(efficientdet_anchors(512, 512).size() == 49104);     // D0
  CHECK(efficientdet_anchors(1024, 1024).size() == 196416);  // D4
  CHECK(efficientdet_anchors(256, 128).size() == 2 * efficientdet_anchors(128, 128).size());
}

TEST_CASE("the first cell's anchors run through the aspect ratios of each octave") {
  const std::vector<boxes::Box> anchors = efficientdet_anchors(128, 128);
  CHECK(anchors[0] == boxes::Box{-12, -12, 20, 20});  // 4 * 8 = 32 about (4, 4)
  check_anchor(anchors[1], {4, 4}, {44.8, 22.4});
  check_anchor(anchors[2], {4, 4}, {22.4, 44.8});
  check_anchor(anchors[3], {4, 4}, {40.3174736, 40.3174736});  // 32 * 2^(1/3)
  check_anchor(anchors[5], {4, 4}, {28.2222315, 56.444463});
  check_anchor(anchors[6], {4, 4}, {50.7968336, 50.7968336});  // 32 * 2^(2/3)
  check_anchor(anchors[8], {4, 4}, {35.5577835, 71.1155671});
}

TEST_CASE("columns run faster than rows and rows faster than levels") {
  const std::vector<boxes::Box> anchors = efficientdet_anchors(256, 128);
  check_anchor(anchors[9], {12, 4}, {32, 32});
  check_anchor(anchors[9 * 32], {4, 12}, {32, 32});
  const std::size_t p4 = 9 * 32 * 16;
  check_anchor(anchors[p4], {8, 8}, {64, 64});
  check_anchor(anchors[p4 + 9 * 16], {8, 24}, {64, 64});
  const std::size_t p7 = 9 * (32 * 16 + 16 * 8 + 8 * 4 + 4 * 2);
  check_anchor(anchors[p7 + 1], {64, 64}, {716.8, 358.4});
  check_anchor(anchors[p7 + 9], {192, 64}, {512, 512});
  CHECK(anchors.size() == p7 + 18);
}

TEST_CASE("an input that is no multiple of 128 is a mistake of the caller") {
  CHECK_THROWS_AS(efficientdet_anchors(500, 512), std::logic_error);
  CHECK_THROWS_AS(efficientdet_anchors(512, 64), std::logic_error);
  CHECK_THROWS_AS(efficientdet_anchors(0, 128), std::logic_error);
}
