// SPDX-License-Identifier: Apache-2.0
#include "phantom/random.hpp"

#include "catch.hpp"

#include <cmath>
#include <vector>

using namespace cxrval::phantom;

TEST_CASE("xoshiro256** gives the reference implementation's numbers for the SplitMix64 state of seed 0") {
  // The first four outputs of SplitMix64 from 0 are the state; e220a8397b1dcdaf is its published first output.
  Random random(0);
  const std::uint64_t state[] = {0xe220a8397b1dcdafULL, 0x6e789e6aa1b965f4ULL, 0x06c45d188009454fULL,
                                 0xf88bb8a8724c81ecULL};
  const std::uint64_t product = state[1] * 5;
  CHECK(random.bits() == ((product << 7) | (product >> 57)) * 9);
}

TEST_CASE("the same seed gives the same numbers and parts of a seed differ") {
  Random a(42, 1), b(42, 1), c(42, 2);
  const std::uint64_t first = a.bits();
  CHECK(first == b.bits());
  CHECK(first != c.bits());
}

TEST_CASE("uniform and normal numbers have their moments") {
  Random random(7);
  double sum = 0, normal_sum = 0, normal_squares = 0;
  constexpr int n = 200'000;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    REQUIRE((u >= 0 && u < 1));
    sum += u;
    const double z = random.normal();
    normal_sum += z;
    normal_squares += z * z;
  }
  CHECK(sum / n == approx(0.5).margin(0.004));
  CHECK(normal_sum / n == approx(0).margin(0.012));
  CHECK(normal_squares / n == approx(1).margin(0.02));
}

TEST_CASE("whole numbers are evenly spread over a range that is no power of two") {
  Random random(3);
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70'000; ++i) ++counts[random.below(7)];
  for (const int count : counts) CHECK(std::abs(count - 10'000) < 500);
  for (int i = 0; i < 1000; ++i) {
    const int value = random.integer(-2, 2);
    REQUIRE((value >= -2 && value <= 2));
  }
}
