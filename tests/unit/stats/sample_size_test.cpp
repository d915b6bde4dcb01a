// SPDX-License-Identifier: Apache-2.0
#include "stats/sample_size.hpp"

#include "stats/binomial.hpp"
#include "stats/bootstrap.hpp"
#include "stats/normal.hpp"
#include "stats/random.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace cxrval::stats;

namespace {

std::uint64_t wald(double share, double half_width, double level = 0.95) {
  return cases_for_half_width(share, half_width, {level, ProportionMethod::wald}).value().number;
}

// The area under the ROC curve of exponential scores, for which Hanley and McNeil's variance is exact.
double drawn_auc(double auc, std::size_t positives, std::size_t negatives, RandomStream& random) {
  const double rate = (1 - auc) / auc;
  std::vector<double> scores(negatives);
  for (double& score : scores) score = -std::log(random.uniform());
  double sum = 0;
  for (std::size_t i = 0; i < positives; ++i) {
    const double score = -std::log(random.uniform()) / rate;
    sum +=
        static_cast<double>(std::count_if(scores.begin(), scores.end(), [&](double other) { return other < score; }));
  }
  return sum / static_cast<double>(positives * negatives);
}

}  // namespace

TEST_CASE("Wald's half-widths need the numbers of the textbooks") {
  CHECK(wald(0.5, 0.05) == 385);
  CHECK(wald(0.5, 0.03) == 1068);
  CHECK(wald(0.5, 0.01) == 9604);
  CHECK(wald(0.1, 0.05) == 139);
  CHECK(wald(0.9, 0.05) == 139);
  CHECK(wald(0.5, 0.05, 0.99) == 664);
}

TEST_CASE("intervals of shares are narrow enough from the number given on, and not before") {
  for (const ProportionMethod method :
       {ProportionMethod::wilson, ProportionMethod::clopper_pearson, ProportionMethod::jeffreys}) {
    for (const auto& [share, half_width] :
         {std::pair{0.9, 0.05}, {0.7, 0.1}, {0.5, 0.08}, {0.99, 0.03}, {0.05, 0.04}, {1.0, 0.1}}) {
      INFO(name(method) << ' ' << share << " +- " << half_width);
      const ShareInterval interval{0.95, method};
      const SampleSize found = cases_for_half_width(share, half_width, interval).value();
      std::uint64_t last_failure = 0;
      for (std::uint64_t cases = 1; cases < 2 * found.number + 100; ++cases) {
        if (expected_half_width(share, cases, interval) > half_width) last_failure = cases;
      }
      CHECK(found.number == last_failure + 1);
      CHECK(found.achieved == expected_half_width(share, found.number, interval));
    }
  }
}

TEST_CASE("the expected half-width is the mean over all results") {
  const ShareInterval interval{0.9, ProportionMethod::clopper_pearson};
  double sum = 0;
  double chance = std::pow(0.25, 12);
  for (std::uint64_t x = 0; x <= 12; ++x) {
    const Interval limits = proportion_interval(x, 12, 0.9, ProportionMethod::clopper_pearson);
    sum += chance * (*limits.high - *limits.low) / 2;
    chance *= 3 * static_cast<double>(12 - x) / static_cast<double>(x + 1);
  }
  CHECK(expected_half_width(0.75, 12, interval) == approx(sum).epsilon(1e-12));
}

TEST_CASE("many cases are planned with a sum over some of the results, which is the same") {
  const ShareInterval interval{0.95, ProportionMethod::wilson};
  BinomialLaw law;
  binomial_law(100'000, {7, 10}, law);
  double sum = 0;
  for (std::size_t i = 0; i < law.p.size(); ++i) {
    const Interval limits = proportion_interval(law.first + i, 100'000, 0.95, ProportionMethod::wilson);
    sum += law.p[i] * (*limits.high - *limits.low) / 2;
  }
  CHECK(law.p.size() > 2000);
  CHECK(expected_half_width(0.7, 100'000, interval) == approx(sum).epsilon(1e-12));
}

TEST_CASE("the delta method's numbers agree with closed forms") {
  const RealCells shares = expected_shares(0.686, 0.839, 0.279);
  const Expected f1 = expected(Measure::f1, shares).value();
  CHECK(f1.variance == approx(f1.value * f1.value * (1 - f1.value) * (2 - f1.value) / (2 * shares.tp)).epsilon(1e-12));
  const Expected accuracy = expected(Measure::accuracy, shares).value();
  CHECK(accuracy.variance == approx(accuracy.value * (1 - accuracy.value)).epsilon(1e-12));
  const Expected sensitivity = expected(Measure::sensitivity, shares).value();
  CHECK(sensitivity.variance == approx(0.686 * 0.314 / 0.279).epsilon(1e-12));
  CHECK_FALSE(expected(Measure::lr_positive, expected_shares(0.9, 1, 0.3)));
}

TEST_CASE("studies drawn in the number planned give the half-width that was wanted") {
  const Confusion pilot{1205, 729, 551, 3800};
  for (const Measure measure : {Measure::f1, Measure::ppv, Measure::balanced_accuracy, Measure::mcc, Measure::kappa}) {
    INFO(name(measure));
    const Expected wanted = expected(measure, real_cells(pilot)).value();
    const SampleSize plan = studies_for_half_width(wanted, 0.02, 0.95).value();
    CHECK(plan.achieved <= 0.02);
    CHECK(z_of(0.95) * std::sqrt(wanted.variance / static_cast<double>(plan.number - 1)) > 0.02);
    // A sample of that size with the pilot's shares, as nearly as counts allow.
    const auto cell = [&](std::uint64_t count) {
      return static_cast<std::uint64_t>(std::llround(static_cast<double>(count * plan.number) / 6285));
    };
    const Population population = Population::of_studies({cell(1205), cell(729), cell(551), cell(3800)});
    const Distribution drawn = distribution(measure, resample(population, 4000, 11));
    CHECK(z_of(0.95) * drawn.standard_deviation().value() == approx(0.02).epsilon(0.05));
  }
}

TEST_CASE("Hanley and McNeil's variance is that of exponential scores") {
  constexpr int draws = 20'000;
  RandomStream random(3, 0);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double auc = drawn_auc(0.85, 12, 28, random);
    sum += auc;
    squares += auc * auc;
  }
  CHECK(sum / draws == approx(0.85).epsilon(0.005));
  CHECK(squares / draws - std::pow(sum / draws, 2) == approx(auc_variance({0.85, 0.3}, 40)).epsilon(0.05));
}

TEST_CASE("the studies for an area under the ROC curve are the fewest") {
  const ExpectedAuc wanted{0.9, 0.279};
  const SampleSize width = studies_for_auc_half_width(wanted, 0.02, 0.95).value();
  const auto half_width = [&](std::uint64_t n) {
    return z_of(0.95) * std::sqrt(auc_variance(wanted, static_cast<double>(n)));
  };
  CHECK(half_width(width.number) <= 0.02);
  CHECK(half_width(width.number - 1) > 0.02);
  const SampleSize goal = studies_for_auc_goal(wanted, 0.85, {0.05, 0.8}).value();
  CHECK(goal.achieved >= 0.8);
  CHECK(goal.achieved < 0.81);
  // Estimates that move together tell a difference sooner.
  const Test test{0.05, 0.8};
  const auto apart = studies_for_auc_difference({0.9, 0.87, 0, 0.279}, test).value();
  const auto together = studies_for_auc_difference({0.87, 0.9, 0.6, 0.279}, test).value();
  CHECK(together.number < apart.number / 2);
  CHECK_FALSE(studies_for_auc_difference({0.9, 0.900001, 0, 0.279}, test));
}

TEST_CASE("a goal is met with the normal formula's number of studies") {
  const Expected f1{0.65, 0.5};
  const double z = z_of(0.9) + normal_quantile(0.8);  // z_of(0.9) leaves 5% on each side
  const SampleSize plan = studies_for_goal(f1, 0.6, {0.05, 0.8}).value();
  CHECK(plan.number == static_cast<std::uint64_t>(std::ceil(0.5 * z * z / (0.05 * 0.05))));
  CHECK(plan.achieved >= 0.8);
}
