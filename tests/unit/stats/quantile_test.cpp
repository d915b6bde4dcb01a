// SPDX-License-Identifier: Apache-2.0
#include "stats/quantile.hpp"

#include "stats/random.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

TEST_CASE("the nine definitions give what R's quantile gives for ten values") {
  const std::vector<double> values{0.58, 0.59, 0.61, 0.62, 0.63, 0.64, 0.65, 0.66, 0.67, 0.70};
  struct Row {
    int type;
    double low, middle, high;
  };
  const std::array rows{Row{1, 0.58, 0.63, 0.7},         Row{2, 0.58, 0.635, 0.7}, Row{3, 0.58, 0.63, 0.7},
                        Row{4, 0.58, 0.63, 0.6925},      Row{5, 0.58, 0.635, 0.7}, Row{6, 0.58, 0.635, 0.7},
                        Row{7, 0.58225, 0.635, 0.69325}, Row{8, 0.58, 0.635, 0.7}, Row{9, 0.58, 0.635, 0.7}};
  for (const Row& row : rows) {
    INFO("type " << row.type);
    CHECK(quantile(values, 0.025, row.type) == approx(row.low).epsilon(0).margin(1e-12));
    CHECK(quantile(values, 0.5, row.type) == approx(row.middle).epsilon(0).margin(1e-12));
    CHECK(quantile(values, 0.975, row.type) == approx(row.high).epsilon(0).margin(1e-12));
  }
}

TEST_CASE("the ends are the smallest and the largest value in every definition") {
  const std::vector<double> values{1, 2, 4};
  for (int type = 1; type <= 9; ++type) {
    CHECK(quantile(values, 0, type) == 1);
    CHECK(quantile(values, 1, type) == 4);
  }
}

TEST_CASE("one value is every quantile") {
  const std::vector<double> values{3};
  for (int type = 1; type <= 9; ++type) CHECK(quantile(values, 0.3, type) == 3);
}

TEST_CASE("values need no order: the number is that of the sorted ones") {
  RandomStream random(2, 0);
  for (const std::size_t size : {1, 2, 3, 10, 999, 5000}) {
    std::vector<double> normal, skewed, repeated;
    for (std::size_t i = 0; i < size; ++i) {
      normal.push_back(random.uniform() + random.uniform() - 1);
      skewed.push_back(std::pow(random.uniform(), -8));
      repeated.push_back(std::floor(random.uniform() * 4));
    }
    for (const auto& values : {normal, skewed, repeated, std::vector<double>(size, 0.25)}) {
      std::vector<double> sorted = values;
      std::sort(sorted.begin(), sorted.end());
      for (int type = 1; type <= 9; ++type) {
        for (const double p : {0.0, 0.001, 0.025, 0.5, 0.7, 0.975, 1.0}) {
          REQUIRE(quantile_of_unsorted(values, p, type) == quantile(sorted, p, type));
        }
      }
    }
  }
}

TEST_CASE("values as far apart as can be, or as near, are told apart without order") {
  const std::vector<double> far{1e308, -1e308, 0, 5e307, 1};
  CHECK(quantile_of_unsorted(far, 0.5) == 1);
  CHECK(quantile_of_unsorted(far, 1) == 1e308);
  const std::vector<double> near{5e-324, 0, 1e-323};
  CHECK(quantile_of_unsorted(near, 0.5) == 5e-324);
}

TEST_CASE("a quantile of nothing, beyond 0..1 or of no known type is refused") {
  const std::vector<double> values{1, 2};
  CHECK_THROWS_AS(quantile({}, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(quantile(values, 1.5), std::invalid_argument);
  CHECK_THROWS_AS(quantile(values, 0.5, 0), std::invalid_argument);
  CHECK_THROWS_AS(quantile(values, 0.5, 10), std::invalid_argument);
  CHECK_THROWS_AS(quantile_of_unsorted({}, 0.5), std::invalid_argument);
}
