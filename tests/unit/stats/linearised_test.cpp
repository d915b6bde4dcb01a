// SPDX-License-Identifier: Apache-2.0
#include "stats/linearised.hpp"

#include "catch.hpp"
#include "stats/agreement.hpp"
#include "stats/normal.hpp"

#include <array>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

const Confusion paper{1178, 674, 578, 3855};

// The 5,989 invented patients of the reference case cluster_bootstrap_paper, by how their studies fill the cells.
const std::vector<Cluster> patients{{{3, 0, 0, 0}, 16}, {{2, 0, 0, 0}, 31},  {{1, 0, 1, 0}, 6},   {{1, 0, 0, 0}, 1062},
                                    {{0, 2, 0, 0}, 22}, {{0, 1, 1, 0}, 3},   {{0, 1, 0, 1}, 10},  {{0, 1, 0, 0}, 617},
                                    {{0, 0, 2, 0}, 27}, {{0, 0, 1, 0}, 515}, {{0, 0, 0, 2}, 165}, {{0, 0, 0, 1}, 3515}};

std::vector<Cluster> studies(const Confusion& counts) {
  return {{{1, 0, 0, 0}, counts.tp}, {{0, 1, 0, 0}, counts.fp}, {{0, 0, 1, 0}, counts.fn}, {{0, 0, 0, 1}, counts.tn}};
}

double error_of(Measure measure, const std::vector<Cluster>& units, const Design& design = {}) {
  return linearised(measure, units, design).standard_error.value();
}

double& cell(RealCells& cells, int which) {
  return *std::array{&cells.tp, &cells.fp, &cells.fn, &cells.tn}[static_cast<std::size_t>(which)];
}

double slope_by_steps(Measure measure, const RealCells& cells, int which) {
  RealCells up = cells;
  RealCells down = cells;
  const double step = 1e-5 * cell(up, which);
  cell(up, which) += step;
  cell(down, which) -= step;
  return (*value_of(measure, up) - *value_of(measure, down)) / (2 * step);
}

Confusion random_counts(std::mt19937& random) {
  return {1 + random() % 40, 1 + random() % 40, 1 + random() % 40, 1 + random() % 40};
}

std::vector<Cluster> random_patients(std::mt19937& random) {
  std::vector<Cluster> units;
  for (int i = 0; i < 12; ++i) {
    units.push_back({{random() % 3, random() % 3, random() % 3, random() % 3}, 1 + random() % 4});
  }
  units.push_back({{1, 1, 1, 1}, 1});
  return units;
}

}  // namespace

TEST_CASE("the slopes of all measures are those of small steps") {
  std::mt19937 random(41);
  for (int trial = 0; trial < 100; ++trial) {
    const RealCells cells = real_cells(random_counts(random));
    for (const Measure measure : all_measures()) {
      INFO(name(measure));
      Gradient slopes = gradient(measure, cells).value();
      RealCells found{slopes.tp, slopes.fp, slopes.fn, slopes.tn};
      for (int which = 0; which < 4; ++which) {
        const double expected = slope_by_steps(measure, cells, which);
        REQUIRE(cell(found, which) == approx(expected).epsilon(1e-6).margin(1e-9));
      }
    }
  }
}

TEST_CASE("the slopes times the counts sum to 0, because measures do not depend on the size of the sample") {
  std::mt19937 random(42);
  for (int trial = 0; trial < 100; ++trial) {
    const Confusion counts = random_counts(random);
    for (const Measure measure : all_measures()) {
      const double size = std::abs(value(measure, counts).value()) + 1;
      REQUIRE(gradient(measure, real_cells(counts))->influence(counts) == approx(0).margin(1e-12 * size));
    }
  }
}

TEST_CASE("there are no slopes where the measure is undefined") {
  for (const Measure measure : all_measures()) CHECK_FALSE(gradient(measure, RealCells{}));
  CHECK_FALSE(gradient(Measure::lr_positive, RealCells{3, 0, 2, 5}));
  CHECK_FALSE(linearised(Measure::mcc, studies({3, 0, 2, 0})).standard_error);
}

TEST_CASE("a count of 0 above the line leaves finite slopes") {
  const Gradient slopes = gradient(Measure::lr_positive, RealCells{0, 2, 3, 4}).value();
  CHECK(slopes.tp == approx(6.0 / (2 * 3)));
  CHECK(slopes.fp == 0);
  CHECK(gradient(Measure::diagnostic_odds_ratio, RealCells{0, 2, 3, 4})->tp == approx(4.0 / 6));
}

TEST_CASE("the standard error of F1 over studies is that of the closed form") {
  // Reference case bootstrap_f1_paper, delta_se.
  CHECK(error_of(Measure::f1, studies(paper)) == approx(0.00919760775194975).epsilon(0).margin(1e-15));
  std::mt19937 random(43);
  for (int trial = 0; trial < 100; ++trial) {
    const Confusion counts = random_counts(random);
    const double f1 = *value(Measure::f1, counts);
    const double closed = f1 * std::sqrt((1 - f1) * (2 - f1) / (2 * static_cast<double>(counts.tp)));
    REQUIRE(error_of(Measure::f1, studies(counts)) == approx(closed).epsilon(1e-12));
  }
}

TEST_CASE("the standard error of F1 over patients is that of the reference case") {
  // cluster_bootstrap_paper: NumPy, sqrt of the sum over patients of the squared influence.
  CHECK(error_of(Measure::f1, patients) == approx(0.009665961671888164).epsilon(0).margin(1e-14));
  CHECK(*design_effect(Measure::f1, patients) == approx(1.1044355276779925).epsilon(0).margin(1e-11));
  CHECK(*design_effect(Measure::f1, studies(paper)) == approx(1).epsilon(0).margin(1e-14));
  const double factor = std::sqrt(5989.0 / 5988.0);
  CHECK(error_of(Measure::f1, patients, {false, true}) == approx(0.009665961671888164 * factor).epsilon(1e-13));
}

TEST_CASE("standard errors of other measures are those of their own papers") {
  std::mt19937 random(44);
  for (int trial = 0; trial < 100; ++trial) {
    const Confusion counts = random_counts(random);
    const std::vector<Cluster> units = studies(counts);
    const RealCells c = real_cells(counts);
    const double p = c.positives();
    const double n = c.negatives();
    const double sensitivity = c.tp / p;
    REQUIRE(error_of(Measure::sensitivity, units) == approx(std::sqrt(sensitivity * (1 - sensitivity) / p)));
    const double specificity = c.tn / n;
    const double youden = sensitivity * (1 - sensitivity) / p + specificity * (1 - specificity) / n;
    REQUIRE(error_of(Measure::youden, units) == approx(std::sqrt(youden)));
    REQUIRE(error_of(Measure::kappa, units) == approx(*cohen_kappa(AgreementTable(counts)).standard_error));
    // Woolf's for the odds ratio; Simel, Samsa and Matchar's for likelihood ratios.
    const double odds = std::sqrt(1 / c.tp + 1 / c.fp + 1 / c.fn + 1 / c.tn);
    REQUIRE(*on_scale(linearised(Measure::diagnostic_odds_ratio, units), Scale::log).standard_error == approx(odds));
    const double positive = std::sqrt(1 / c.tp - 1 / p + 1 / c.fp - 1 / n);
    REQUIRE(*on_scale(linearised(Measure::lr_positive, units), Scale::log).standard_error == approx(positive));
    const double negative = std::sqrt(1 / c.fn - 1 / p + 1 / c.tn - 1 / n);
    REQUIRE(*on_scale(linearised(Measure::lr_negative, units), Scale::log).standard_error == approx(negative));
  }
}

TEST_CASE("fixed numbers of positive and negative studies leave shares of one of the two as they are") {
  const Design fixed{true, false};
  for (const Measure measure : {Measure::sensitivity, Measure::specificity, Measure::youden, Measure::lr_positive}) {
    CHECK(error_of(measure, studies(paper), fixed) == approx(error_of(measure, studies(paper))).epsilon(1e-12));
  }
  // The stratified bootstrap's standard error of F1 at these counts is .00854.
  CHECK(error_of(Measure::f1, studies(paper), fixed) == approx(0.00854).epsilon(0).margin(1e-5));
  CHECK(error_of(Measure::prevalence, studies(paper), fixed) == 0);
}

TEST_CASE("linearised standard errors are those of one patient after the other") {
  std::mt19937 random(45);
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<Cluster> units = random_patients(random);
    const Population population(units);
    for (const Measure measure : all_measures()) {
      const auto slopes = gradient(measure, real_cells(population.total()));
      std::array<std::vector<double>, 2> strata;
      for (const Cluster& unit : units) {
        auto& stratum = strata[unit.cells.tp + unit.cells.fn > 0 ? 1 : 0];
        stratum.insert(stratum.end(), unit.count, slopes->influence(unit.cells));
      }
      double expected = 0;
      for (const auto& stratum : strata) {
        double mean = 0;
        for (const double influence : stratum) mean += influence / static_cast<double>(stratum.size());
        double squares = 0;
        for (const double influence : stratum) squares += (influence - mean) * (influence - mean);
        const auto size = static_cast<double>(stratum.size());
        if (stratum.size() > 1) expected += squares * size / (size - 1);
      }
      REQUIRE(error_of(measure, units, {true, true}) == approx(std::sqrt(expected)).epsilon(1e-9).margin(1e-12));
    }
  }
}

TEST_CASE("the standard error of a resample is that of the units drawn") {
  std::mt19937 random(46);
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<Cluster> kinds = random_patients(random);
    std::vector<std::uint64_t> times;
    std::vector<Cluster> drawn;
    for (const Cluster& kind : kinds) {
      times.push_back(random() % 5);
      drawn.push_back({kind.cells, times.back()});
    }
    for (const Measure measure : all_measures()) {
      const Estimated resample = linearised_resample(measure, kinds, times);
      const Estimated expected = linearised(measure, drawn);
      REQUIRE(resample.value == expected.value);
      REQUIRE(resample.standard_error == expected.standard_error);
    }
  }
}

TEST_CASE("limits of F1 are those of the reference case") {
  // bootstrap_f1_paper, delta_interval.
  const Limits limits = linearised_limits(Measure::f1, studies(paper), {});
  CHECK(*limits.low == approx(0.6349663681775514).epsilon(0).margin(1e-12));
  CHECK(*limits.high == approx(0.6710203280530472).epsilon(0).margin(1e-12));
}

TEST_CASE("likelihood and odds ratios have limits on the scale of their logarithms") {
  // Simel, Samsa and Matchar's formula by hand: exp(log 5 -+ 1.96 sqrt(1/40 - 1/50 + 1/16 - 1/100)).
  LinearisedInterval wanted;
  wanted.scale = usual_scale(Measure::lr_positive);
  const Limits limits = linearised_limits(Measure::lr_positive, studies({40, 16, 10, 84}), wanted);
  const double half = z_of(0.95) * std::sqrt(1.0 / 40 - 1.0 / 50 + 1.0 / 16 - 1.0 / 100);
  CHECK(*limits.low == approx(5 * std::exp(-half)));
  CHECK(*limits.high == approx(5 * std::exp(half)));
  CHECK(usual_scale(Measure::diagnostic_odds_ratio) == Scale::log);
  CHECK(usual_scale(Measure::kappa) == Scale::plain);
  CHECK(linearised_limits(Measure::lr_positive, studies({0, 16, 10, 84}), wanted).reason == "no variance was seen");
  CHECK(linearised_limits(Measure::kappa, studies({1, 16, 10, 4}), wanted).reason ==
        "the number is at the end of its scale");
}

TEST_CASE("few patients have wider limits by Student's law") {
  const std::vector<Cluster> few{{{2, 1, 0, 3}, 3}, {{0, 1, 2, 1}, 2}, {{3, 0, 0, 2}, 2}};
  LinearisedInterval wanted;
  const Limits normal = linearised_limits(Measure::youden, few, wanted);
  wanted.student = true;
  const Limits student = linearised_limits(Measure::youden, few, wanted);
  // R: qt(0.975, 6).
  CHECK((*student.high - *student.low) / (*normal.high - *normal.low) == approx(2.446911851144969 / z_of(0.95)));
  CHECK(linearised_limits(Measure::f1, std::vector<Cluster>{{{2, 1, 0, 3}, 1}}, wanted).reason ==
        "too few units for a t interval");
}

TEST_CASE("limits are cut at what is possible, and the logit needs no cut") {
  const std::vector<Cluster> units = studies({9, 1, 1, 9});
  LinearisedInterval wanted;
  wanted.level = 0.999;
  CHECK(*linearised_limits(Measure::sensitivity, units, wanted).high == 1);
  wanted.scale = Scale::logit;
  const Limits limits = linearised_limits(Measure::sensitivity, units, wanted);
  CHECK(*limits.high < 1);
  CHECK(std::log(*limits.high / (1 - *limits.high)) + std::log(*limits.low / (1 - *limits.low)) ==
        approx(2 * std::log(9.0)));
  CHECK_THROWS_AS(linearised_limits(Measure::kappa, units, wanted), std::invalid_argument);
}

TEST_CASE("a limit that is too large for a number is none") {
  const std::vector<Cluster> two{{{30, 1, 1, 20}, 1}, {{1, 9, 9, 1}, 1}};
  LinearisedInterval wanted;
  wanted.level = 0.999;
  wanted.scale = Scale::log;
  wanted.student = true;
  const Limits limits = linearised_limits(Measure::lr_positive, two, wanted);
  CHECK_FALSE(limits.low);
  CHECK_FALSE(limits.high);
  CHECK(limits.reason == "the limit is beyond all numbers; more units are needed");
}

TEST_CASE("without variance or value there are no limits but a reason") {
  for (const Measure measure : {Measure::f1, Measure::mcc, Measure::kappa, Measure::youden, Measure::sensitivity}) {
    const Limits limits = linearised_limits(measure, studies({123457, 0, 0, 7654321}), {});
    CHECK_FALSE(limits.low);
    CHECK_FALSE(limits.high);
    CHECK(limits.reason == "no variance was seen");
  }
  CHECK(linearised_limits(Measure::f1, studies({0, 0, 0, 4}), {}).reason == "the number is undefined");
}
