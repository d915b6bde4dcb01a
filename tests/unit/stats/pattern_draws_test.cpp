// SPDX-License-Identifier: Apache-2.0
#include "stats/pattern_draws.hpp"

#include "catch.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

using Numbers = std::vector<std::uint32_t>;

// Mean and variance of how often each pattern comes up, and of their sum.
struct Moments {
  std::vector<double> mean;
  std::vector<double> variance;
  double variance_of_total = 0;
};

Moments moments(const PatternDraws& draws, int resamples) {
  std::vector<std::uint64_t> counts(draws.patterns());
  std::vector<double> sum(draws.patterns() + 1);
  std::vector<double> squares(draws.patterns() + 1);
  for (int i = 0; i < resamples; ++i) {
    draws.draw(5, static_cast<std::uint64_t>(i), counts);
    double total = 0;
    for (std::size_t j = 0; j < counts.size(); ++j) {
      const auto count = static_cast<double>(counts[j]);
      sum[j] += count;
      squares[j] += count * count;
      total += count;
    }
    sum.back() += total;
    squares.back() += total * total;
  }
  Moments found;
  for (std::size_t j = 0; j < sum.size(); ++j) {
    const double mean = sum[j] / resamples;
    found.mean.push_back(mean);
    found.variance.push_back(squares[j] / resamples - mean * mean);
  }
  found.variance_of_total = found.variance.back();
  return found;
}

}  // namespace

TEST_CASE("resampled studies have the moments of the multinomial law, and always as many studies") {
  const Numbers patterns{0, 0, 0, 1, 1, 2, 2, 2, 2, 2};
  Numbers units(patterns.size());
  std::iota(units.begin(), units.end(), 0U);
  const PatternDraws draws(patterns, units, 3);
  CHECK(std::vector<std::uint64_t>(draws.observed().begin(), draws.observed().end()) ==
        std::vector<std::uint64_t>{3, 2, 5});
  const Moments found = moments(draws, 20000);
  const std::vector<double> share{.3, .2, .5};
  for (std::size_t j = 0; j < 3; ++j) {
    CHECK(found.mean[j] == approx(10 * share[j]).margin(0.05).epsilon(0));
    CHECK(found.variance[j] == approx(10 * share[j] * (1 - share[j])).margin(0.08).epsilon(0));
  }
  CHECK(found.variance_of_total == approx(0).margin(1e-9));
}

TEST_CASE("resampled patients bring all their studies") {
  // Three patients of pattern 0 twice, two of pattern 1 once: variance 4 * 5 * .6 * .4 of pattern 0.
  const Numbers patterns{0, 0, 0, 0, 0, 0, 1, 1};
  const Numbers units{9, 9, 7, 5, 5, 7, 1, 2};
  const PatternDraws draws(patterns, units, 2);
  const Moments found = moments(draws, 20000);
  CHECK(found.mean[0] == approx(6).margin(0.06).epsilon(0));
  CHECK(found.variance[0] == approx(4 * 5 * .6 * .4).margin(0.15).epsilon(0));
  CHECK(found.variance[1] == approx(5 * .6 * .4).margin(0.05).epsilon(0));
}

TEST_CASE("neither the order of studies nor the numbers of units change a resample") {
  const PatternDraws one(Numbers{0, 1, 2, 1, 0}, Numbers{0, 0, 1, 2, 2}, 3);
  const PatternDraws other(Numbers{2, 0, 1, 1, 0}, Numbers{50, 7, 7, 3, 3}, 3);
  std::vector<std::uint64_t> first(3);
  std::vector<std::uint64_t> second(3);
  for (std::uint64_t index = 0; index < 50; ++index) {
    one.draw(3, index, first);
    other.draw(3, index, second);
    CHECK(first == second);
  }
}

TEST_CASE("no studies give no counts, and wrong input is refused") {
  const PatternDraws none({}, {}, 2);
  std::vector<std::uint64_t> counts{4, 4};
  none.draw(1, 1, counts);
  CHECK(counts == std::vector<std::uint64_t>{0, 0});
  CHECK_THROWS_AS(PatternDraws(Numbers{0}, Numbers{}, 1), std::invalid_argument);
  CHECK_THROWS_AS(PatternDraws(Numbers{1}, Numbers{0}, 1), std::invalid_argument);
}
