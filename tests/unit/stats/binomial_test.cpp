// SPDX-License-Identifier: Apache-2.0
#include "stats/binomial.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace cxrval::stats;

namespace {

double slow_pmf(std::uint64_t n, double p, std::uint64_t k) {
  const double count = static_cast<double>(n);
  double log_chance = static_cast<double>(k) * std::log(p) + (count - static_cast<double>(k)) * std::log1p(-p);
  for (std::uint64_t i = 1; i <= k; ++i) {
    log_chance += std::log((count - static_cast<double>(k) + static_cast<double>(i)) / static_cast<double>(i));
  }
  return std::exp(log_chance);
}

double chance_in(const BinomialLaw& law, std::uint64_t k) {
  return k < law.first || k - law.first >= law.p.size() ? 0 : law.p[k - law.first];
}

// Chi-square of draws against the law over classes that are expected at least 20 times, as standard normal deviate.
double deviate(std::uint64_t trials, Fraction p, int draws) {
  const Binomial binomial(trials, p);
  BinomialLaw law;
  binomial_law(trials, p, law);
  std::vector<int> counts(law.p.size());
  RandomStream random(11, trials);
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t k = binomial(random);
    REQUIRE(k >= law.first);
    REQUIRE(k - law.first < law.p.size());
    ++counts[k - law.first];
  }
  double chi_square = 0, expected = 0, seen = 0;
  int classes = 0;
  for (std::size_t i = 0; i < law.p.size(); ++i) {
    expected += law.p[i] * draws;
    seen += counts[i];
    if (expected < 20) continue;
    chi_square += (seen - expected) * (seen - expected) / expected;
    expected = seen = 0;
    ++classes;
  }
  const double freedom = std::max(1, classes - 1);
  return (chi_square - freedom) / std::sqrt(2 * freedom);
}

}  // namespace

TEST_CASE("the law by recurrence equals the law by logarithms") {
  struct Shape {
    std::uint64_t trials, part, whole;
  };
  for (const Shape shape : {Shape{1, 1, 3}, Shape{20, 1, 20}, Shape{20, 19, 20}, Shape{500, 100, 501},
                            Shape{6285, 1205, 6285}, Shape{6285, 3, 6285}, Shape{6285, 6000, 6285}}) {
    INFO(shape.trials << " trials of " << shape.part << '/' << shape.whole);
    BinomialLaw law;
    binomial_law(shape.trials, {shape.part, shape.whole}, law);
    const double p = static_cast<double>(shape.part) / static_cast<double>(shape.whole);
    double sum = 0, mean = 0;
    for (std::uint64_t k = 0; k <= shape.trials; ++k) {
      const double chance = chance_in(law, k);
      CHECK(chance == approx(slow_pmf(shape.trials, p, k)).epsilon(1e-9).margin(1e-22));
      sum += chance;
      mean += chance * static_cast<double>(k);
    }
    CHECK(sum == approx(1).epsilon(1e-13));
    CHECK(mean == approx(static_cast<double>(shape.trials) * p).epsilon(1e-12));
  }
}

TEST_CASE("the law of certainty is one value") {
  BinomialLaw law;
  binomial_law(7, {0, 5}, law);
  CHECK((law.first == 0 && law.p == std::vector<double>{1}));
  binomial_law(7, {5, 5}, law);
  CHECK((law.first == 7 && law.p == std::vector<double>{1}));
  binomial_law(0, {2, 5}, law);
  CHECK((law.first == 0 && law.p == std::vector<double>{1}));
}

TEST_CASE("draws follow the law on both sides of the change from inversion to rejection") {
  CHECK(std::abs(deviate(5, {1, 2}, 200'000)) < 4);
  CHECK(std::abs(deviate(40, {99, 400}, 200'000)) < 4);     // mean 9.9: inversion
  CHECK(std::abs(deviate(41, {1, 4}, 200'000)) < 4);        // mean 10.25: rejection, smallest
  CHECK(std::abs(deviate(20, {1, 2}, 200'000)) < 4);        // mean 10, widest skew of the squeeze
  CHECK(std::abs(deviate(10'000, {1, 900}, 200'000)) < 4);  // nearly Poisson
  CHECK(std::abs(deviate(6285, {1205, 6285}, 200'000)) < 4);
  CHECK(std::abs(deviate(6285, {5080, 6285}, 200'000)) < 4);  // counts the rarer side
  CHECK(std::abs(deviate(1'000'000, {1, 3}, 200'000)) < 4);
}

TEST_CASE("a draw without doubt is certain") {
  RandomStream random(1, 1);
  CHECK(Binomial(0, {1, 2})(random) == 0);
  CHECK(Binomial(9, {0, 2})(random) == 0);
  CHECK(Binomial(9, {2, 2})(random) == 9);
}

TEST_CASE("draws never leave 0..n") {
  for (std::uint64_t n = 1; n < 60; ++n) {
    RandomStream random(3, n);
    const Binomial binomial(n, {n % 7 + 1, 9});
    for (int i = 0; i < 500; ++i) REQUIRE(binomial(random) <= n);
  }
}
