// SPDX-License-Identifier: Apache-2.0
#include "stats/evaluation.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval::stats;

namespace {

Evaluation of_f1() {
  Evaluation wanted;
  wanted.measures = {Measure::f1};
  return wanted;
}

Evaluation exactly(Evaluation wanted) {
  wanted.exact = true;
  return wanted;
}

}  // namespace

// These four counts are inferred from two printed versions of the VinDr-CXR validation, not published.
TEST_CASE("the exact row of the counts inferred from the paper reads as the paper prints it") {
  const auto rows = evaluate(Population::of_studies({1205, 729, 551, 3800}), exactly(of_f1()));
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
  CHECK(evaluate(Population::of_studies({0, 0, 0, 4}), exactly(wanted))[0].undefined == 1);
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
  CHECK_THROWS_WITH(evaluate(Population::of_studies({5, 2, 3, 10}), exactly(wanted)),
                    "the exact law of kappa is not known; use resamples");
}

TEST_CASE("the rule says that a sample was chosen for its extreme") {
  Evaluation wanted = of_f1();
  wanted.estimate = Estimate::smallest;
  CHECK(evaluate(Population::of_studies({5, 2, 3, 10}), exactly(wanted))[0].rule ==
        "estimate=smallest;quantile=discrete;undefined=left_out");
  wanted.estimate = Estimate::largest;
  const auto rows = evaluate(Population::of_studies({5, 2, 3, 10}), exactly(wanted));
  CHECK(rows[0].rule == "estimate=largest;quantile=discrete;undefined=left_out");
  CHECK(rows[0].estimate == 10.0 / 15);
}

TEST_CASE("fewer than 40 patients have the linearised interval with Student's t unless another is asked for") {
  Evaluation wanted = of_f1();
  wanted.unit = Unit::patient;
  const Population few({{{2, 0, 1, 0}, 10}, {{1, 1, 0, 2}, 20}, {{0, 0, 0, 3}, 9}});
  const auto automatic = evaluate(few, wanted);
  CHECK(automatic[0].method == "linearised_t");
  CHECK_FALSE(automatic[0].resamples);
  CHECK_FALSE(automatic[0].bootstrap_mean);
  CHECK(automatic[0].low.has_value());
  const Population enough({{{2, 0, 1, 0}, 11}, {{1, 1, 0, 2}, 20}, {{0, 0, 0, 3}, 9}});
  CHECK(evaluate(enough, wanted)[0].method == "bootstrap_percentile");
  wanted.intervals = {IntervalMethod::percentile};
  CHECK(evaluate(few, wanted)[0].method == "bootstrap_percentile");
  wanted.unit = Unit::study;
  wanted.intervals = {IntervalMethod::automatic};
  CHECK(evaluate(few, wanted)[0].method == "bootstrap_percentile");
}

TEST_CASE("each interval asked for is a row over the same resamples") {
  Evaluation wanted = of_f1();
  wanted.resamples = 2000;
  wanted.intervals = {IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca,
                      IntervalMethod::studentised, IntervalMethod::normal};
  const Population studies = Population::of_studies({60, 20, 15, 105});
  const auto rows = evaluate(studies, wanted);
  REQUIRE(rows.size() == 5);
  const Distribution drawn = distribution(Measure::f1, resample(studies, 2000, 1));
  CHECK(rows[0].low == drawn.quantile(0.025));
  CHECK(*rows[1].low == approx(2 * *rows[0].estimate - *drawn.quantile(0.975)));
  for (const Metric& row : rows) {
    CHECK(row.bootstrap_mean == drawn.mean());
    CHECK(row.bootstrap_median == drawn.quantile(0.5));
    CHECK(row.standard_error == drawn.standard_deviation());
    CHECK(*row.low < *row.estimate);
    CHECK(*row.estimate < *row.high);
    CHECK(row.reason.empty());
  }
  CHECK(rows[2].low != rows[0].low);
  CHECK(rows[3].low != rows[1].low);
}

TEST_CASE("intervals of shares are for shares of independent studies") {
  Evaluation wanted;
  wanted.measures = {Measure::sensitivity, Measure::f1};
  wanted.intervals = {IntervalMethod::wilson};
  const Population studies = Population::of_studies({8, 1, 2, 9});
  const auto rows = evaluate(studies, wanted);
  CHECK(rows[0].method == "wilson");
  CHECK(*rows[0].low == approx(0.4901624).epsilon(1e-6));  // of 8 / 10: R's prop.test(8, 10, correct = FALSE)
  CHECK(*rows[0].high == approx(0.9433178).epsilon(1e-6));
  CHECK_FALSE(rows[1].low);
  CHECK(rows[1].reason == "no share of studies, so it has no such interval");
  wanted.unit = Unit::patient;
  const auto patients = evaluate(studies, wanted);
  CHECK_FALSE(patients[0].low);
  CHECK(patients[0].reason == "studies of one patient are not independent; use --unit study or another interval");
}

TEST_CASE("within strata every measure of counts has an exact law") {
  Evaluation wanted;
  wanted.strata = Strata::truth;
  wanted.exact = true;
  for (const Measure measure : all_measures()) wanted.measures.push_back(measure);
  for (const Metric& row : evaluate(Population::of_studies({60, 20, 15, 105}, Strata::truth), wanted)) {
    INFO(row.measure);
    CHECK(row.method == "bootstrap_exact");
    if (row.measure == "prevalence") {
      CHECK(row.reason.find("same") != std::string::npos);
    } else {
      CHECK(row.low.has_value());
    }
    CHECK(row.rule.find("strata=truth") != std::string::npos);
  }
}

TEST_CASE("resamples of all studies near the exact law in every interval it has") {
  Evaluation wanted = of_f1();
  wanted.resamples = 200'000;
  wanted.intervals = {IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca, IntervalMethod::normal};
  const Population studies = Population::of_studies({30, 12, 9, 70});
  const auto drawn = evaluate(studies, wanted);
  const auto exact = evaluate(studies, exactly(wanted));
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    INFO(exact[i].method);
    CHECK(*drawn[i].low == approx(*exact[i].low).margin(0.003));
    CHECK(*drawn[i].high == approx(*exact[i].high).margin(0.003));
    CHECK(*drawn[i].standard_error == approx(*exact[i].standard_error).epsilon(0.01));
  }
}
