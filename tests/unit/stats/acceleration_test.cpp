// SPDX-License-Identifier: Apache-2.0
#include "stats/acceleration.hpp"

#include "catch.hpp"

#include <cmath>
#include <random>
#include <vector>

using namespace cxrval::stats;

namespace {

std::vector<Cluster> studies(const Confusion& counts) {
  return {{{1, 0, 0, 0}, counts.tp}, {{0, 1, 0, 0}, counts.fp}, {{0, 0, 1, 0}, counts.fn}, {{0, 0, 0, 1}, counts.tn}};
}

// As the definition reads: each unit is left out by itself.
double slow_acceleration(Measure measure, const std::vector<Cluster>& units) {
  const Population all(units);
  std::vector<double> left;
  for (const Cluster& unit : units) {
    std::vector<Cluster> others = units;
    for (Cluster& other : others) other.count -= other.cells == unit.cells ? 1 : 0;
    left.insert(left.end(), unit.count, *value(measure, Population(others).total()));
  }
  double mean = 0;
  for (const double number : left) mean += number / static_cast<double>(left.size());
  double squares = 0;
  double cubes = 0;
  for (const double number : left) {
    squares += std::pow(mean - number, 2);
    cubes += std::pow(mean - number, 3);
  }
  return cubes / (6 * std::pow(squares, 1.5));
}

}  // namespace

TEST_CASE("the acceleration of F1 is SciPy's") {
  // SciPy 1.10.1, scipy.stats._resampling._bca_interval on 21 studies, as one sample and as two.
  const std::vector<Cluster> units = studies({7, 3, 2, 9});
  CHECK(*jackknife_acceleration(Measure::f1, units) == approx(-0.014506578196993785).epsilon(1e-10));
  CHECK(*jackknife_acceleration(Measure::f1, units, {true, false}) == approx(-0.051127459907003764).epsilon(1e-10));
}

TEST_CASE("the acceleration over kinds is that over one unit after the other") {
  std::mt19937 random(51);
  for (int trial = 0; trial < 40; ++trial) {
    const std::vector<Cluster> units{{{2, 1, 0, 0}, 1 + random() % 9},
                                     {{0, 0, 1, 2}, 1 + random() % 9},
                                     {{1, 0, 0, 0}, 1 + random() % 9},
                                     {{0, 1, 0, 3}, 1 + random() % 9},
                                     {{1, 1, 1, 1}, 2 + random() % 9}};
    for (const Measure measure : all_measures()) {
      INFO(name(measure));
      REQUIRE(*jackknife_acceleration(measure, units) ==
              approx(slow_acceleration(measure, units)).epsilon(1e-6).margin(1e-9));
    }
  }
}

TEST_CASE("values that are shared count as often as they are") {
  const std::vector<double> each{0.2, 0.2, 0.2, 0.5, 0.7, 0.7};
  const std::vector<double> ones(6, 1.0);
  const std::vector<double> kinds{0.2, 0.5, 0.7};
  const std::vector<double> counts{3, 1, 2};
  CHECK(*acceleration(kinds, counts) == approx(*acceleration(each, ones)).epsilon(1e-12));
  const std::vector<double> symmetric{-1, 0, 1};
  CHECK(*acceleration(symmetric, counts) != 0);
  CHECK(*acceleration(symmetric, std::vector<double>{2, 5, 2}) == approx(0).margin(1e-16));
}

TEST_CASE("there is no acceleration without differences and where a value left out is undefined") {
  const std::vector<double> equal{0.1 + 0.2, 0.3, 0.3};
  CHECK_FALSE(acceleration(equal, std::vector<double>{4, 7, 1}));
  CHECK_FALSE(jackknife_acceleration(Measure::f1, studies({5, 0, 0, 8})));
  CHECK_FALSE(jackknife_acceleration(Measure::sensitivity, studies({1, 3, 0, 8})));
  CHECK_FALSE(jackknife_acceleration(Measure::f1, {}));
}
