// SPDX-License-Identifier: Apache-2.0
#include "boxes/nms.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

using namespace cxrval::boxes;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  int roll(int sides) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(sides));
  }

 private:
  std::uint64_t state_;
};

std::vector<Detection> random_detections(Dice& dice) {
  std::vector<Detection> all(static_cast<std::size_t>(dice.roll(25)));
  for (Detection& d : all) {
    const double x = dice.roll(10);
    const double y = dice.roll(10);
    d = {{x, y, x + 1 + dice.roll(6), y + 1 + dice.roll(6)}, dice.roll(3), dice.roll(5) / 4.0};
  }
  return all;
}

// The definition, slowly: take the best that is left, drop what it covers, repeat.
std::vector<Detection> obvious(std::vector<Detection> left, double threshold) {
  std::vector<Detection> kept;
  while (!left.empty()) {
    Detection best = left.front();
    for (const Detection& d : left) {
      if (comes_before(d, best)) best = d;
    }
    kept.push_back(best);
    std::vector<Detection> rest;
    bool taken = false;
    for (const Detection& d : left) {
      if (!taken && d == best) {
        taken = true;
      } else if (d.class_index != best.class_index || iou(d.box, best.box) <= threshold) {
        rest.push_back(d);
      }
    }
    left = rest;
  }
  return kept;
}

}  // namespace

TEST_CASE("suppression equals its definition on random detections") {
  Dice dice(7);
  for (int i = 0; i < 500; ++i) {
    const std::vector<Detection> all = random_detections(dice);
    CHECK(suppress(all, 0.4) == obvious(all, 0.4));
  }
}

TEST_CASE("suppression does not depend on the order of its input") {
  Dice dice(11);
  for (int i = 0; i < 200; ++i) {
    std::vector<Detection> all = random_detections(dice);
    const std::vector<Detection> kept = suppress(all, 0.3);
    for (std::size_t k = all.size(); k > 1; --k) {
      std::swap(all[k - 1], all[static_cast<std::size_t>(dice.roll(static_cast<int>(k)))]);
    }
    CHECK(suppress(all, 0.3) == kept);
  }
}

TEST_CASE("a bounded suppression keeps the best") {
  Dice dice(13);
  for (int i = 0; i < 100; ++i) {
    const std::vector<Detection> all = random_detections(dice);
    std::vector<Detection> kept = suppress(all, 0.4);
    if (kept.size() > 3) kept.resize(3);
    CHECK(suppress(all, 0.4, 3) == kept);
  }
}

TEST_CASE("boxes of different classes do not suppress each other") {
  const Box box{0, 0, 10, 10};
  CHECK(suppress({{box, 0, 0.9}, {box, 1, 0.8}, {box, 0, 0.7}}, 0.5) ==
        std::vector<Detection>{{box, 0, 0.9}, {box, 1, 0.8}});
}

TEST_CASE("an IoU equal to the threshold is kept") {
  const std::vector<Detection> halves{{{0, 0, 2, 1}, 0, 0.9}, {{0, 0, 1, 1}, 0, 0.8}};
  CHECK(suppress(halves, 0.5).size() == 2);
  CHECK(suppress(halves, 0.49).size() == 1);
}
