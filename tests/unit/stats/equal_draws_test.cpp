// SPDX-License-Identifier: Apache-2.0
#include "stats/equal_draws.hpp"

#include "stats/binomial.hpp"

#include "catch.hpp"

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

using namespace cxrval::stats;

namespace {

std::vector<int> draw(std::size_t units, std::uint64_t seed, std::uint64_t index) {
  std::vector<std::uint8_t> counts(units);
  WideRandom random(seed, index);
  draw_equally(random, counts);
  return {counts.begin(), counts.end()};
}

// 5 standard deviations above what chi-square is expected to be.
double most_chi_square(std::size_t cells) {
  const double degrees = static_cast<double>(cells) - 1;
  return degrees + 5 * std::sqrt(2 * degrees);
}

}  // namespace

TEST_CASE("as many draws as units come up, whatever their number") {
  for (std::size_t units = 0; units <= 300; ++units) {
    for (std::uint64_t index = 0; index < 20; ++index) {
      const auto counts = draw(units, 5, index);
      CHECK(std::accumulate(counts.begin(), counts.end(), std::size_t{0}) == units);
    }
  }
  CHECK(draw(1, 1, 1).at(0) == 1);
  std::vector<std::uint8_t> many(3'000'000);
  WideRandom random(1, 1);
  draw_equally(random, many);
  CHECK(total(many) == 3'000'000);
}

TEST_CASE("three units come up in all 10 ways as often as three throws do") {
  std::map<std::vector<int>, double> seen;
  constexpr double resamples = 270'000;
  for (std::uint64_t i = 0; i < 270'000; ++i) ++seen[draw(3, 11, i)];
  CHECK(seen.size() == 10);
  double chi_square = 0;
  for (const auto& [counts, times] : seen) {
    const double ways = 6 / std::tgamma(counts[0] + 1) / std::tgamma(counts[1] + 1) / std::tgamma(counts[2] + 1);
    const double expected = resamples * ways / 27;
    chi_square += (times - expected) * (times - expected) / expected;
  }
  CHECK(chi_square < most_chi_square(10));
}

TEST_CASE("how often a unit comes up has the law Binomial(n, 1/n), at every place of the vector") {
  for (const std::size_t units : {5, 64, 130, 1000}) {
    BinomialLaw law;
    binomial_law(units, {1, units}, law);
    REQUIRE(law.first == 0);
    const std::uint64_t resamples = 2'000'000 / units;
    std::array<double, 6> seen{};  // the last: 5 or more
    for (std::uint64_t i = 0; i < resamples; ++i) {
      for (const int count : draw(units, 23, i)) ++seen[static_cast<std::size_t>(std::min(count, 5))];
    }
    double tail = 1;
    double chi_square = 0;
    for (std::size_t k = 0; k < 6; ++k) {
      const double share = k < 5 ? law.p[k] : tail;
      tail -= share;
      const double expected = share * static_cast<double>(resamples * units);
      chi_square += (seen[k] - expected) * (seen[k] - expected) / expected;
    }
    INFO(units);
    CHECK(chi_square < most_chi_square(6));
  }
}

TEST_CASE("the counts of two units have the multinomial's covariance of -1/n, and no place is favoured") {
  constexpr std::size_t units = 70;  // a whole row of 64 and a cut one
  constexpr std::uint64_t resamples = 60'000;
  std::vector<double> sums(units);
  double neighbours = 0, rows = 0, far = 0, square = 0;
  for (std::uint64_t i = 0; i < resamples; ++i) {
    const auto counts = draw(units, 31, i);
    for (std::size_t u = 0; u < units; ++u) sums[u] += counts[u];
    const auto centred = [&](std::size_t u) { return static_cast<double>(counts[u]) - 1; };
    for (std::size_t u = 0; u < units; ++u) {
      neighbours += centred(u) * centred((u + 1) % units);
      rows += centred(u) * centred((u + 8) % units);
      far += centred(u) * centred((u + 35) % units);
      square += centred(u) * centred(u);
    }
  }
  const double pairs = static_cast<double>(units) * resamples;
  const double noise = 5 / std::sqrt(pairs);
  for (const double product : {neighbours, rows, far}) {
    CHECK(product / pairs == approx(-1.0 / units).epsilon(0).margin(noise));
  }
  CHECK(square / pairs == approx(1 - 1.0 / units).epsilon(0).margin(2 * noise));
  double chi_square = 0;
  for (const double sum : sums) chi_square += (sum - resamples) * (sum - resamples) / resamples;
  CHECK(chi_square < most_chi_square(units));
}

TEST_CASE("a half of the units comes up Binomial(n, 1/2) times") {
  constexpr std::size_t units = 100;
  constexpr std::uint64_t resamples = 50'000;
  BinomialLaw law;
  binomial_law(units, {1, 2}, law);
  std::vector<double> seen(units + 1);
  for (std::uint64_t i = 0; i < resamples; ++i) {
    const auto counts = draw(units, 47, i);
    ++seen[std::accumulate(counts.begin(), counts.begin() + 50, std::size_t{0})];
  }
  double chi_square = 0;
  std::size_t cells = 0;
  for (std::size_t k = 0; k <= units; ++k) {
    const double expected = k < law.first || k - law.first >= law.p.size() ? 0 : resamples * law.p[k - law.first];
    if (expected < 5) continue;
    chi_square += (seen[k] - expected) * (seen[k] - expected) / expected;
    ++cells;
  }
  CHECK(cells > 25);
  CHECK(chi_square < most_chi_square(cells));
}

TEST_CASE("resamples of one seed differ, and each is the same whenever it is drawn") {
  CHECK(draw(500, 1, 17) == draw(500, 1, 17));
  CHECK(draw(500, 1, 17) != draw(500, 1, 18));
  CHECK(draw(500, 1, 17) != draw(500, 2, 17));
}

TEST_CASE("the bytes of a resample do not change from one version or processor to the next") {
  CHECK(draw(12, 1, 0) == std::vector<int>{1, 1, 1, 0, 4, 2, 0, 1, 0, 1, 0, 1});
}

TEST_CASE("whole numbers below a bound are uniform") {
  WideRandom random(3, 3);
  for (const std::uint32_t bound : {1U, 2U, 3U, 10U, 100U}) {
    std::vector<double> seen(bound);
    for (std::uint32_t i = 0; i < 20'000 * bound; ++i) ++seen[random.below(bound)];
    double chi_square = 0;
    for (const double times : seen) chi_square += (times - 20'000) * (times - 20'000) / 20'000;
    CHECK(chi_square <= most_chi_square(bound));
  }
}

TEST_CASE("the first words are those of xoshiro256++ from the state") {
  WideRandom random(9, 4);
  WideRandom::State& state = random.state();
  for (std::size_t lane = 0; lane < WideRandom::lanes; ++lane) {
    for (std::size_t word = 0; word < 4; ++word) state.words[word][lane] = word + 1;
  }
  // The first outputs of the authors' program from the state 1, 2, 3, 4.
  CHECK(step(state, 0) == 41943041);
  CHECK(step(state, 0) == 58720359);
  CHECK(step(state, 0) == 3588806011781223);
}
