// SPDX-License-Identifier: Apache-2.0
#include "xml/offset_map.hpp"

#include "catch.hpp"

#include <random>
#include <string>
#include <vector>

using namespace cxrval;

TEST_CASE("without edits every offset is its own") {
  CHECK(xml::OffsetMap().original(0) == 0);
  CHECK(xml::OffsetMap().original(7) == 7);
}

TEST_CASE("offsets behind what was left out or put in lead back to their bytes") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    xml::OffsetMap map;
    std::vector<std::size_t> expected;
    std::size_t old = 0;
    while (old < 40) {
      const std::size_t count = random() % 3 + 1;
      switch (random() % 4) {
        case 0:
          map.leave_out(expected.size(), count);
          old += count;
          break;
        case 1:
          map.put_in(expected.size(), count);
          expected.insert(expected.end(), count, old);
          break;
        default:
          expected.push_back(old++);
      }
    }
    for (std::size_t at = 0; at < expected.size(); ++at) CHECK(map.original(at) == expected[at]);
  }
}
