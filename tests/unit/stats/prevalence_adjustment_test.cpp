// SPDX-License-Identifier: Apache-2.0
#include "stats/prevalence_adjustment.hpp"

#include "catch.hpp"
#include "stats/normal.hpp"

#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

std::vector<Cluster> studies(const Confusion& counts) {
  return {{{1, 0, 0, 0}, counts.tp}, {{0, 1, 0, 0}, counts.fp}, {{0, 0, 1, 0}, counts.fn}, {{0, 0, 0, 1}, counts.tn}};
}

double by_bayes(Measure measure, double sensitivity, double specificity, double prevalence) {
  return *value_of(measure, RealCells{prevalence * sensitivity, (1 - prevalence) * (1 - specificity),
                                      prevalence * (1 - sensitivity), (1 - prevalence) * specificity});
}

// The influence of a patient by that on sensitivity and on specificity, with slopes by small steps.
double slow_standard_error(Measure measure, const std::vector<Cluster>& units, double prevalence) {
  const RealCells all = real_cells(total_of(units));
  const double sensitivity = all.tp / all.positives();
  const double specificity = all.tn / all.negatives();
  const double step = 1e-5;
  const auto at = [&](double a, double b) { return by_bayes(measure, sensitivity + a, specificity + b, prevalence); };
  const double by_sensitivity = (at(step, 0) - at(-step, 0)) / (2 * step);
  const double by_specificity = (at(0, step) - at(0, -step)) / (2 * step);
  double squares = 0;
  for (const Cluster& unit : units) {
    const RealCells c = real_cells(unit.cells);
    const double psi = by_sensitivity * (c.tp - sensitivity * c.positives()) / all.positives() +
                       by_specificity * (c.tn - specificity * c.negatives()) / all.negatives();
    squares += static_cast<double>(unit.count) * psi * psi;
  }
  return std::sqrt(squares);
}

}  // namespace

TEST_CASE("predictive values at another prevalence are those of Bayes' rule") {
  // Sensitivity 0.9, specificity 0.8 and 1 positive in 10: 0.09 / (0.09 + 0.18) and 0.72 / (0.72 + 0.01).
  const Confusion counts{90, 20, 10, 80};
  CHECK(*value_at(Measure::ppv, counts, 0.1) == approx(1.0 / 3));
  CHECK(*value_at(Measure::npv, counts, 0.1) == approx(0.72 / 0.73));
  CHECK(*value_at(Measure::accuracy, counts, 0.1) == approx(0.81));
  CHECK(*value_at(Measure::f1, counts, 0.1) == approx(2 * 0.09 / (2 * 0.09 + 0.18 + 0.01)));
  CHECK(*value_at(Measure::prevalence, counts, 0.1) == approx(0.1));
}

TEST_CASE("at the prevalence of the sample every measure is that of the sample") {
  std::mt19937 random(61);
  for (int trial = 0; trial < 100; ++trial) {
    const Confusion counts{1 + random() % 30, 1 + random() % 30, 1 + random() % 30, 1 + random() % 30};
    const double prevalence = *value(Measure::prevalence, counts);
    for (const Measure measure : all_measures()) {
      REQUIRE(*value_at(measure, counts, prevalence) == approx(*value(measure, counts)).epsilon(1e-10).margin(1e-12));
    }
  }
}

TEST_CASE("measures of the rows of truth do not move with the prevalence") {
  const Confusion counts{31, 7, 12, 55};
  for (const Measure measure : {Measure::sensitivity, Measure::specificity, Measure::balanced_accuracy, Measure::youden,
                                Measure::lr_positive, Measure::lr_negative, Measure::diagnostic_odds_ratio}) {
    CHECK(*value_at(measure, counts, 0.02) == approx(*value(measure, counts)));
    CHECK(*linearised_at(measure, studies(counts), 0.02).standard_error ==
          approx(*linearised(measure, studies(counts)).standard_error));
  }
}

TEST_CASE("intervals of predictive values are Mercaldo, Lau and Zhou's") {
  // Their standard logit interval, equations 8 to 11, of the counts of their Table VIII.
  const Confusion counts{240, 87, 178, 288};
  const double sensitivity = 240.0 / 418;
  const double specificity = 288.0 / 375;
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  for (const double prevalence : {0.03, 0.5}) {
    const double ppv = *value_at(Measure::ppv, counts, prevalence);
    const double of_ppv = (1 - sensitivity) / sensitivity / 418 + specificity / (1 - specificity) / 375;
    const Limits ppv_limits = limits_at(Measure::ppv, studies(counts), {prevalence, 0.95, {}});
    CHECK(logit(*ppv_limits.low) == approx(logit(ppv) - z_of(0.95) * std::sqrt(of_ppv)).epsilon(1e-10));
    CHECK(logit(*ppv_limits.high) == approx(logit(ppv) + z_of(0.95) * std::sqrt(of_ppv)).epsilon(1e-10));
    const double npv = *value_at(Measure::npv, counts, prevalence);
    const double of_npv = sensitivity / (1 - sensitivity) / 418 + (1 - specificity) / specificity / 375;
    const Limits npv_limits = limits_at(Measure::npv, studies(counts), {prevalence, 0.9, {}});
    CHECK(logit(*npv_limits.low) == approx(logit(npv) - z_of(0.9) * std::sqrt(of_npv)).epsilon(1e-10));
    CHECK(logit(*npv_limits.high) == approx(logit(npv) + z_of(0.9) * std::sqrt(of_npv)).epsilon(1e-10));
  }
}

TEST_CASE("standard errors at another prevalence are those of sensitivity and specificity carried over") {
  std::mt19937 random(62);
  for (int trial = 0; trial < 50; ++trial) {
    std::vector<Cluster> units{{{1, 1, 1, 1}, 2}};
    for (int i = 0; i < 8; ++i)
      units.push_back({{random() % 3, random() % 3, random() % 3, random() % 3}, random() % 5});
    for (const Measure measure : all_measures()) {
      INFO(name(measure));
      REQUIRE(*linearised_at(measure, units, 0.13).standard_error ==
              approx(slow_standard_error(measure, units, 0.13)).epsilon(1e-5).margin(1e-9));
    }
  }
}

TEST_CASE("limits of few patients at another prevalence are Student's with the variance times M / (M - 1)") {
  const std::vector<Cluster> units{{{2, 0, 1, 1}, 3}, {{0, 1, 0, 3}, 5}, {{1, 1, 0, 0}, 4}};
  const Estimated plain = linearised_at(Measure::ppv, units, 0.1);
  const Limits limits = limits_at(Measure::ppv, units, {0.1, 0.95, {false, true}, true});
  const Estimated logit = on_scale(plain, Scale::logit);
  // R 4.2.2: qt(0.975, 11) is 2.200985160091639.
  CHECK(std::log(*limits.low / (1 - *limits.low)) ==
        approx(*logit.value - 2.200985160091639 * *logit.standard_error * std::sqrt(12.0 / 11)));
  const std::vector<Cluster> one{{{2, 1, 1, 3}, 1}};
  CHECK(limits_at(Measure::ppv, one, {0.1, 0.95, {}, true}).reason == "too few units for a t interval");
}

TEST_CASE("nothing is adjusted without both rows of truth, and the reason is said") {
  CHECK_FALSE(value_at(Measure::ppv, {0, 5, 0, 5}, 0.1));
  CHECK_FALSE(value_at(Measure::ppv, {5, 0, 5, 0}, 0.1));
  CHECK(limits_at(Measure::ppv, studies({5, 0, 5, 0}), {0.1, 0.95, {}}).reason ==
        "sensitivity or specificity is undefined");
  CHECK(limits_at(Measure::ppv, studies({5, 0, 5, 9}), {0.1, 0.95, {}}).reason == "no variance was seen");
  CHECK(limits_at(Measure::ppv, studies({0, 0, 5, 9}), {0.1, 0.95, {}}).reason == "the number is undefined");
}

TEST_CASE("a prevalence of 0, of 1 and beyond is refused") {
  for (const double prevalence : {0.0, 1.0, -0.1, 27.9}) {
    CHECK_THROWS_AS(value_at(Measure::ppv, {1, 1, 1, 1}, prevalence), std::invalid_argument);
  }
}
