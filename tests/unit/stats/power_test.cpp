// SPDX-License-Identifier: Apache-2.0
#include "stats/power.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace cxrval::stats;

namespace {

double chance(std::uint64_t n, std::uint64_t k, double p) {
  double product = 1;
  for (std::uint64_t i = 0; i < k; ++i) product *= p * static_cast<double>(n - i) / static_cast<double>(k - i);
  for (std::uint64_t i = k; i < n; ++i) product *= 1 - p;
  return product;
}

double at_least(std::uint64_t n, std::uint64_t k, double p) {
  double sum = 0;
  for (std::uint64_t i = k; i <= n; ++i) sum += chance(n, i, p);
  return sum;
}

double slow_binomial_power(std::uint64_t n, double share, double goal, double alpha) {
  for (std::uint64_t c = 0; c <= n; ++c) {
    if (at_least(n, c, goal) <= alpha) return at_least(n, c, share);
  }
  return 0;
}

double slow_mcnemar_power(std::uint64_t n, const Discordance& expected, double alpha) {
  const double discordant = expected.first + expected.second;
  double power = 0;
  for (std::uint64_t d = 0; d <= n; ++d) {
    double rejected = 0;
    for (std::uint64_t x = 0; x <= d; ++x) {
      const std::uint64_t smaller = std::min(x, d - x);
      const double p_value = std::min(1.0, 2 * (1 - at_least(d, smaller + 1, 0.5)));
      if (p_value <= alpha + 1e-12) rejected += chance(d, x, expected.first / discordant);
    }
    power += chance(n, d, discordant) * rejected;
  }
  return power;
}

}  // namespace

TEST_CASE("the power of the exact binomial test is that of summed chances") {
  for (const auto& [share, goal, alpha] : {std::tuple{0.9, 0.8, 0.05}, {0.6, 0.5, 0.025}, {0.3, 0.1, 0.1}}) {
    BinomialTestPower power(share, goal, alpha);
    for (std::uint64_t cases = 1; cases <= 120; ++cases) {
      INFO(cases << " cases, " << share << " against " << goal);
      CHECK(power.next() == approx(slow_binomial_power(cases, share, goal, alpha)).epsilon(0).margin(1e-11));
    }
  }
}

TEST_CASE("the cases for a goal are those from which on the power never falls below") {
  const Test test{0.05, 0.8};
  const SampleSize plan = cases_for_goal(0.9, 0.8, test).value();
  std::uint64_t last_failure = 0;
  std::uint64_t first_success = 0;
  for (std::uint64_t cases = 1; cases <= 400; ++cases) {
    const bool enough = slow_binomial_power(cases, 0.9, 0.8, 0.05) >= 0.8;
    if (!enough) last_failure = cases;
    if (enough && first_success == 0) first_success = cases;
  }
  CHECK(plan.number == last_failure + 1);
  CHECK(first_success < plan.number);  // the power goes up and down
  CHECK(plan.achieved == approx(slow_binomial_power(plan.number, 0.9, 0.8, 0.05)).epsilon(1e-9));
}

TEST_CASE("large numbers of cases are planned without loss of digits") {
  const SampleSize plan = cases_for_goal(0.51, 0.5, {0.025, 0.9}).value();
  CHECK(plan.number > 26'000);
  CHECK(plan.number < 27'000);  // the normal formula asks for 26,265
  CHECK(plan.achieved == approx(0.9).epsilon(0).margin(0.002));
  CHECK_FALSE(cases_for_goal(0.5001, 0.5, {0.025, 0.9}));
}

TEST_CASE("the power of McNemar's test is that of summed chances") {
  for (const Discordance& expected :
       {Discordance{0.2, 0.05}, Discordance{0.3, 0.0}, Discordance{0.1, 0.3}, Discordance{0.5, 0.5}}) {
    const McNemarPower power(expected, 0.05, 60);
    for (const std::uint64_t studies : {1, 5, 6, 17, 40, 60}) {
      INFO(studies << " studies, " << expected.first << ' ' << expected.second);
      CHECK(power.of(studies) == approx(slow_mcnemar_power(studies, expected, 0.05)).epsilon(0).margin(1e-10));
    }
  }
}

TEST_CASE("the studies for McNemar's test are the fewest, a few more than by Connor's formula") {
  const Discordance expected{0.12, 0.05};
  const Test test{0.05, 0.8};
  const SampleSize plan = studies_for_mcnemar(expected, test).value();
  const double formula = connor_studies(expected, test);
  CHECK(static_cast<double>(plan.number) > formula);
  CHECK(static_cast<double>(plan.number) < 1.25 * formula);
  const McNemarPower power(expected, test.alpha, plan.number);
  CHECK(power.of(plan.number - 1) < 0.8);
  CHECK(power.of(plan.number) == plan.achieved);
}

TEST_CASE("Connor's formula is what is written") {
  // (1.959964 sqrt(.2) + .841621 sqrt(.2 - .01))^2 / .01
  CHECK(connor_studies({0.15, 0.05}, {0.05, 0.8}) == approx(154.59855).epsilon(1e-6));
}
