// SPDX-License-Identifier: Apache-2.0
#include "bootstrap-f1/histogram.hpp"

#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

using namespace cxrval::bootstrap_f1;

TEST_CASE("edges are round numbers, and bins lie side by side from the smallest value to the largest") {
  const std::vector<double> values{0.613, 0.62, 0.64, 0.64, 0.689};
  const std::vector<Bin> bins = histogram(values);
  REQUIRE(bins.size() == 39);
  CHECK(bins.front().low == 0.612);
  CHECK(bins.front().high == 0.614);
  CHECK(bins.back().high == 0.69);
  CHECK(bins[14].low == 0.64);
  CHECK(bins[14].count == 2);
}

TEST_CASE("equal values are one bin without width, and no values are none") {
  const std::vector<double> equal{0.3, 0.3, 0.1 + 0.2};
  const std::vector<Bin> bins = histogram(equal);
  REQUIRE(bins.size() == 1);
  CHECK(bins.front().low == 0.3);
  CHECK(bins.front().count == 3);
  CHECK(histogram({}).empty());
}

TEST_CASE("each value is counted in the bin that holds it, whatever the scale") {
  std::mt19937_64 random(5);
  for (const double scale : {1e-9, 0.001, 1.0, 37.0, 1e6, 1e12}) {
    for (const double shift : {-3.0, 0.0, 2.5}) {
      std::vector<double> values;
      for (int i = 0; i < 500; ++i)
        values.push_back(scale * (shift + static_cast<double>(random() >> 11) / 9007199254740992.0));
      const std::vector<Bin> bins = histogram(values);
      CHECK(bins.size() >= 20);
      CHECK(bins.size() <= 51);
      for (std::size_t i = 0; i < bins.size(); ++i) {
        if (i > 0) CHECK(bins[i].low == bins[i - 1].high);
        std::size_t count = 0;
        for (const double value : values) count += bins[i].low <= value && value < bins[i].high ? 1 : 0;
        CHECK(bins[i].count == count);
      }
      CHECK(bins.front().count > 0);
      CHECK(bins.back().count > 0);
    }
  }
}
