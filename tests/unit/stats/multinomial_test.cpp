// SPDX-License-Identifier: Apache-2.0
#include "stats/multinomial.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

using namespace cxrval::stats;

namespace {

double factorial(std::uint64_t k) {
  return k == 0 ? 1 : static_cast<double>(k) * factorial(k - 1);
}

// Chi-square of draws against the multinomial law over all outcomes expected at least 20 times, as a normal deviate.
double deviate(const std::vector<std::uint64_t>& counts, int draws) {
  const Multinomial kinds(counts);
  std::map<std::vector<std::uint64_t>, double> seen;
  std::vector<std::uint64_t> times(counts.size());
  for (int i = 0; i < draws; ++i) {
    RandomStream random(7, static_cast<std::uint64_t>(i));
    kinds.draw(random, times);
    REQUIRE(std::accumulate(times.begin(), times.end(), std::uint64_t{0}) == kinds.units());
    ++seen[times];
  }
  double chi_square = 0, classes = 0;
  for (const auto& [outcome, count] : seen) {
    double expected = draws * factorial(kinds.units());
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
      const double share = static_cast<double>(counts[kind]) / static_cast<double>(kinds.units());
      expected *= std::pow(share, static_cast<double>(outcome[kind])) / factorial(outcome[kind]);
    }
    if (expected < 20) continue;
    chi_square += (count - expected) * (count - expected) / expected;
    ++classes;
  }
  return (chi_square - classes) / std::sqrt(2 * classes);
}

}  // namespace

TEST_CASE("draws of kinds have the multinomial law") {
  CHECK(std::abs(deviate({2, 1, 3}, 100'000)) < 4);
  CHECK(std::abs(deviate({5, 3, 1, 1}, 200'000)) < 4);
  CHECK(std::abs(deviate({1, 9}, 100'000)) < 4);
}

TEST_CASE("a draw is the chain of binomial draws, whatever laws are kept for it") {
  const std::vector<std::vector<std::uint64_t>> populations{{8, 4, 3, 25},
                                                            {60, 40, 30, 70},
                                                            {1178, 674, 578, 3855},
                                                            {16, 31, 6, 1062, 22, 3, 3515},
                                                            {1, 400, 1, 98},
                                                            {200'000, 1, 7, 300'000},
                                                            {3, 3, 3}};
  for (const auto& counts : populations) {
    const Multinomial kinds(counts);
    std::vector<std::uint64_t> times(counts.size()), expected(counts.size());
    for (std::uint64_t i = 0; i < 5000; ++i) {
      RandomStream random(3, i), again(3, i);
      kinds.draw(random, times);
      std::uint64_t trials = kinds.units(), left = kinds.units();
      for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        expected[kind] = trials == 0 ? 0 : draw_binomial(trials, Chance({counts[kind], left}), again);
        trials -= expected[kind];
        left -= counts[kind];
      }
      REQUIRE(times == expected);
    }
  }
}

TEST_CASE("kinds without units are never drawn") {
  const Multinomial kinds({0, 4, 0, 5, 0});
  std::array<std::uint64_t, 5> times{9, 9, 9, 9, 9};
  for (std::uint64_t i = 0; i < 200; ++i) {
    RandomStream random(1, i);
    kinds.draw(random, times);
    CHECK((times[0] == 0 && times[2] == 0 && times[4] == 0));
    CHECK(times[1] + times[3] == 9);
  }
}

TEST_CASE("of no units nothing is drawn, and more than 1e9 are refused") {
  RandomStream random(1, 0);
  std::array<std::uint64_t, 2> times{9, 9};
  Multinomial({0, 0}).draw(random, times);
  CHECK(times == std::array<std::uint64_t, 2>{0, 0});
  CHECK_THROWS_WITH(Multinomial({999'999'999, 2}), "more than 1e9 units to draw from");
}
