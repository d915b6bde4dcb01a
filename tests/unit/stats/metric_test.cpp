// SPDX-License-Identifier: Apache-2.0
#include "stats/metric.hpp"

#include "catch.hpp"

using namespace cxrval::stats;

TEST_CASE("the level is printed as it was asked for") {
  Metric metric;
  metric.measure = "ppv";
  metric.estimate = metric.low = metric.high = 0.5;
  metric.level = 0.999;
  CHECK(sentence(metric) == "PPV 0.500 (99.9% CI 0.500, 0.500)");
  metric.level = 0.57;
  CHECK(sentence(metric) == "PPV 0.500 (57% CI 0.500, 0.500)");
  metric.level = 0.95;
  CHECK(sentence(metric) == "PPV 0.500 (95% CI 0.500, 0.500)");
  metric.level = 0.999999999;
  CHECK(sentence(metric) == "PPV 0.500 (99.9999999% CI 0.500, 0.500)");
  metric.level = 0.9999999999999999;
  CHECK(sentence(metric) == "PPV 0.500 (99.99999999999999% CI 0.500, 0.500)");
  metric.level = 1e-300;
  CHECK(sentence(metric) == "PPV 0.500 (1e-298% CI 0.500, 0.500)");
}

TEST_CASE("a range reads from the smallest value to the largest, with the outer limits") {
  Metric smallest;
  smallest.measure = "f1";
  smallest.estimate = 0.6014;
  smallest.low = 0.583;
  smallest.high = 0.62;
  Metric largest = smallest;
  largest.estimate = 0.702;
  largest.low = 0.684;
  largest.high = 0.7189;
  CHECK(range_sentence(smallest, largest) == "F1 0.601 to 0.702 (95% CI 0.583, 0.719)");
}
