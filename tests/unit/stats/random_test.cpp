// SPDX-License-Identifier: Apache-2.0
#include "stats/random.hpp"

#include "catch.hpp"

#include <vector>

using namespace cxrval::stats;

// Known answers published with Random123.
TEST_CASE("Philox4x32-10 gives the published numbers") {
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) == PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream depends on its seed and index alone") {
  const auto first_words = [](std::uint64_t seed, std::uint64_t index) {
    RandomStream stream(seed, index);
    return std::vector<std::uint64_t>{stream.bits(), stream.bits(), stream.bits()};
  };
  CHECK(first_words(1, 7) == first_words(1, 7));
  CHECK(first_words(1, 7) != first_words(1, 8));
  CHECK(first_words(1, 7) != first_words(2, 7));
  CHECK(first_words(1, 7) != first_words(1 + (std::uint64_t{1} << 32), 7));
  CHECK(first_words(1, 7) != first_words(1, 7 + (std::uint64_t{1} << 32)));
}

TEST_CASE("uniform numbers lie strictly between 0 and 1 and fill ten classes evenly") {
  RandomStream stream(5, 0);
  std::vector<int> counts(10);
  const int draws = 100'000;
  for (int i = 0; i < draws; ++i) {
    const double u = stream.uniform();
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    ++counts[static_cast<std::size_t>(u * 10)];
  }
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - draws / 10.0) * (count - draws / 10.0) / (draws / 10.0);
  CHECK(chi_square < 27.9);  // 9 degrees of freedom, chance 0.001; the seed is fixed
}
