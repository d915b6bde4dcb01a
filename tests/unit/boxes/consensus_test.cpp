// SPDX-License-Identifier: Apache-2.0
#include "boxes/consensus.hpp"

#include "base/error.hpp"

#include "catch.hpp"
#include "random_detections.hpp"

#include <algorithm>
#include <vector>

using namespace cxrval::boxes;

namespace {

std::vector<std::vector<Box>> random_readers(Dice& dice, std::size_t count) {
  std::vector<std::vector<Box>> readers(count);
  for (auto& reader : readers) {
    for (const Detection& d : random_detections(dice, static_cast<std::size_t>(dice.roll(5)))) reader.push_back(d.box);
  }
  return readers;
}

}  // namespace

TEST_CASE("readers who drew one lesion share the mean of their boxes") {
  const std::vector<std::vector<Box>> readers{{{0, 0, 10, 10}}, {{2, 0, 12, 10}}, {{100, 100, 110, 110}}};
  const std::vector<Agreed> expected{{{1, 0, 11, 10}, 2}, {{100, 100, 110, 110}, 1}};
  CHECK(agree(readers, 0.5) == expected);
  CHECK(agree(readers, 0.7).size() == 3);
}

TEST_CASE("two boxes of one reader are never one lesion") {
  const std::vector<std::vector<Box>> readers{{{0, 0, 10, 10}, {0, 0, 10, 11}}};
  CHECK(agree(readers, 0.1).size() == 2);
}

TEST_CASE("the pair with the highest overlap is joined first") {
  const std::vector<std::vector<Box>> readers{{{0, 0, 10, 10}}, {{0, 0, 10, 8}, {0, 0, 10, 9}}};
  const std::vector<Agreed> agreed = agree(readers, 0.5);
  REQUIRE(agreed.size() == 2);
  CHECK(agreed[0] == Agreed{{0, 0, 10, 8}, 1});
  CHECK(agreed[1] == Agreed{{0, 0, 10, 9.5}, 2});
}

TEST_CASE("every box is in one lesion, and lesions have at most one box of each reader") {
  Dice dice(3);
  for (int round = 0; round < 200; ++round) {
    const auto readers = random_readers(dice, static_cast<std::size_t>(1 + dice.roll(4)));
    std::size_t drawn = 0;
    for (const auto& reader : readers) drawn += reader.size();
    std::size_t joined = 0;
    for (const Agreed& lesion : agree(readers, 0.3)) {
      CHECK(lesion.readers <= readers.size());
      joined += lesion.readers;
    }
    CHECK(joined == drawn);
  }
}

TEST_CASE("agreement of two readers is the same either way round") {
  Dice dice(4);
  for (int round = 0; round < 200; ++round) {
    const auto readers = random_readers(dice, 2);
    const auto both = [](const std::vector<Agreed>& lesions) {
      return std::count_if(lesions.begin(), lesions.end(), [](const Agreed& lesion) { return lesion.readers == 2; });
    };
    CHECK(both(agree(readers, 0.4)) == both(agree(std::vector{readers[1], readers[0]}, 0.4)));
  }
}

TEST_CASE("too many boxes on one image are refused") {
  const std::vector<std::vector<Box>> readers{std::vector<Box>(2001, Box{0, 0, 1, 1})};
  CHECK_THROWS_AS(agree(readers, 0.5), cxrval::base::Error);
}
