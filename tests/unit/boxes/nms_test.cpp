// SPDX-License-Identifier: Apache-2.0
#include "boxes/nms.hpp"

#include "catch.hpp"
#include "random_detections.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

using namespace cxrval::boxes;

namespace {

std::vector<Detection> a_few(Dice& dice) {
  return random_detections(dice, static_cast<std::size_t>(dice.roll(25)));
}

// The definition, slowly: take the best that is left, drop what it covers, repeat.
std::vector<Detection> obvious(std::vector<Detection> left, double threshold, Classes classes = Classes::apart) {
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
      const bool rivals = classes == Classes::together || d.class_index == best.class_index;
      if (!taken && d == best) {
        taken = true;
      } else if (!rivals || iou(d.box, best.box) <= threshold) {
        rest.push_back(d);
      }
    }
    left = rest;
  }
  return kept;
}

// Everything sorted, each candidate against everything kept: quick enough for some ten thousand.
std::vector<Detection> plain(std::vector<Detection> all, double threshold, Classes classes) {
  std::sort(all.begin(), all.end(), comes_before);
  std::vector<Detection> kept;
  for (const Detection& candidate : all) {
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Detection& better) {
      const bool rivals = classes == Classes::together || better.class_index == candidate.class_index;
      return rivals && iou(better.box, candidate.box) > threshold;
    });
    if (!covered) kept.push_back(candidate);
  }
  return kept;
}

}  // namespace

TEST_CASE("suppression equals its definition on random detections") {
  Dice dice(7);
  for (int i = 0; i < 500; ++i) {
    const std::vector<Detection> all = a_few(dice);
    CHECK(suppress(all, 0.4) == obvious(all, 0.4));
    CHECK(suppress(all, 0.4, all.size(), Classes::together) == obvious(all, 0.4, Classes::together));
  }
}

TEST_CASE("suppression of many thousand candidates equals the plain way") {
  Dice dice(17);
  for (const std::size_t count : {1023u, 1024u, 1025u, 5120u, 5121u, 20000u}) {
    for (const int square : {10, 60}) {
      const std::vector<Detection> all = random_detections(dice, count, square);
      for (const double threshold : {0.0, 0.3, 0.5, 1.0}) {
        for (const Classes classes : {Classes::apart, Classes::together}) {
          if (threshold == 1 && count > 2000) continue;
          std::vector<Detection> expected = plain(all, threshold, classes);
          CHECK(suppress(all, threshold, all.size(), classes) == expected);
          expected.resize(std::min<std::size_t>(expected.size(), 9));
          CHECK(suppress(all, threshold, 9, classes) == expected);
        }
      }
    }
  }
}

TEST_CASE("suppression does not depend on the order of its input") {
  Dice dice(11);
  for (int i = 0; i < 200; ++i) {
    std::vector<Detection> all = a_few(dice);
    const std::vector<Detection> kept = suppress(all, 0.3);
    shuffle(all, dice);
    CHECK(suppress(all, 0.3) == kept);
  }
}

TEST_CASE("a bounded suppression keeps the best") {
  Dice dice(13);
  for (int i = 0; i < 100; ++i) {
    const std::vector<Detection> all = a_few(dice);
    std::vector<Detection> kept = suppress(all, 0.4);
    if (kept.size() > 3) kept.resize(3);
    CHECK(suppress(all, 0.4, 3) == kept);
  }
  CHECK(suppress(random_detections(dice, 20), 0.4, 0).empty());
}

TEST_CASE("boxes of different classes suppress each other only when classes are taken together") {
  const Box box{0, 0, 10, 10};
  const std::vector<Detection> all{{box, 0, 0.9}, {box, 1, 0.8}, {box, 0, 0.7}};
  CHECK(suppress(all, 0.5) == std::vector<Detection>{{box, 0, 0.9}, {box, 1, 0.8}});
  CHECK(suppress(all, 0.5, 10, Classes::together) == std::vector<Detection>{{box, 0, 0.9}});
}

TEST_CASE("an IoU equal to the threshold is kept") {
  const std::vector<Detection> halves{{{0, 0, 2, 1}, 0, 0.9}, {{0, 0, 1, 1}, 0, 0.8}};
  CHECK(suppress(halves, 0.5).size() == 2);
  CHECK(suppress(halves, 0.49).size() == 1);
}
