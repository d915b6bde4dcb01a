// SPDX-License-Identifier: Apache-2.0
#include "stats/metric.hpp"

#include "base/error.hpp"

#include "catch.hpp"

using namespace cxrval::stats;

namespace {

Evaluation of_f1() {
  Evaluation wanted;
  wanted.measures = {Measure::f1};
  return wanted;
}

}  // namespace

// These four counts are inferred from two printed versions of the VinDr-CXR validation, not published.
TEST_CASE("the exact row of the counts inferred from the paper reads as the paper prints it") {
  const auto rows = evaluate_exactly({1205, 729, 551, 3800}, of_f1());
  REQUIRE(rows.size() == 1);
  CHECK(sentence(rows[0]) == "F1 0.653 (95% CI 0.635, 0.671)");
  CHECK(rows[0].n == 6285);
  CHECK_FALSE(rows[0].resamples);
  CHECK_FALSE(rows[0].seed);
}

TEST_CASE("a row carries everything that is needed to read it") {
  Evaluation wanted = of_f1();
  wanted.resamples = 200;
  wanted.seed = 7;
  wanted.level = 0.9;
  const auto rows = evaluate(Population::of_studies({5, 2, 3, 10}), wanted);
  const auto text = cells(rows.at(0));
  REQUIRE(text.size() == metric_columns().size());
  CHECK(text[0] == "f1");
  CHECK(text[1] == "all");
  CHECK(text[5] == "0.9");
  CHECK(text[6] == "bootstrap_percentile");
  CHECK(text[7] == "study");
  CHECK(text[8] == "200");
  CHECK(text[9] == "7");
  CHECK(text[10] == "20");
  CHECK(text[12] == "estimate=point;quantile=type7;undefined=left_out");
  CHECK(text[13] == "5");
  CHECK(text[16] == "10");
}

TEST_CASE("the bootstrap mean and the point estimate are different numbers") {
  Evaluation wanted = of_f1();
  wanted.resamples = 2000;
  const Population studies = Population::of_studies({5, 2, 3, 10});
  const auto point = evaluate(studies, wanted);
  wanted.estimate = Estimate::bootstrap_mean;
  const auto mean = evaluate(studies, wanted);
  CHECK(point[0].estimate == 10.0 / 15);
  CHECK(*mean[0].estimate != *point[0].estimate);
  CHECK(*mean[0].estimate == approx(*point[0].estimate).margin(0.03));
  CHECK(mean[0].low == point[0].low);
}

TEST_CASE("an undefined number is said to be undefined and is an empty cell") {
  Evaluation wanted = of_f1();
  wanted.resamples = 10;
  const auto rows = evaluate(Population::of_studies({0, 0, 0, 4}), wanted);
  CHECK(sentence(rows[0]) == "F1 undefined (95% CI undefined, undefined)");
  CHECK(cells(rows[0])[2].empty());
  CHECK(rows[0].undefined == 10);
  CHECK(evaluate_exactly({0, 0, 0, 4}, wanted)[0].undefined == 1);
}

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

TEST_CASE("asking more measures changes no number") {
  Evaluation few = of_f1();
  Evaluation many = few;
  many.measures = {Measure::kappa, Measure::f1, Measure::npv};
  const Population studies = Population::of_studies({5, 2, 3, 10});
  CHECK(cells(evaluate(studies, few)[0]) == cells(evaluate(studies, many)[1]));
}

TEST_CASE("the exact law is refused for a measure that has none") {
  Evaluation wanted = of_f1();
  wanted.measures = {Measure::kappa};
  CHECK_THROWS_WITH(evaluate_exactly({5, 2, 3, 10}, wanted), "the exact law of kappa is not known; use resamples");
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

TEST_CASE("the rule says that a sample was chosen for its extreme") {
  Evaluation wanted = of_f1();
  wanted.estimate = Estimate::smallest;
  CHECK(evaluate_exactly({5, 2, 3, 10}, wanted)[0].rule == "estimate=smallest;quantile=discrete;undefined=left_out");
  wanted.estimate = Estimate::largest;
  const auto rows = evaluate_exactly({5, 2, 3, 10}, wanted);
  CHECK(rows[0].rule == "estimate=largest;quantile=discrete;undefined=left_out");
  CHECK(rows[0].estimate == 10.0 / 15);
}
