// SPDX-License-Identifier: Apache-2.0
#include "stats/bootstrap.hpp"
#include "stats/tally.hpp"

#include "catch.hpp"

#include <cmath>
#include <vector>

using namespace cxrval::stats;

namespace {

constexpr Confusion paper_shape{1178, 674, 578, 3855};

struct Moments {
  double mean = 0;
  double variance = 0;
};

template <class Number>
Moments moments(const std::vector<Confusion>& drawn, Number number) {
  Moments found;
  const double n = static_cast<double>(drawn.size());
  for (const Confusion& counts : drawn) found.mean += number(counts) / n;
  for (const Confusion& counts : drawn) found.variance += std::pow(number(counts) - found.mean, 2) / (n - 1);
  return found;
}

// Chi-square of draws against Binomial(trials, p) over classes expected at least 20 times, as a normal deviate.
double deviate(const std::vector<std::uint64_t>& drawn, std::uint64_t trials, Fraction p) {
  BinomialLaw law;
  binomial_law(trials, p, law);
  std::vector<double> seen(law.p.size());
  for (const std::uint64_t k : drawn) seen.at(k - law.first) += 1;
  double chi_square = 0, expected = 0, found = 0, classes = 0;
  for (std::size_t i = 0; i < law.p.size(); ++i) {
    expected += law.p[i] * static_cast<double>(drawn.size());
    found += seen[i];
    if (expected < 20) continue;
    chi_square += (found - expected) * (found - expected) / expected;
    expected = found = 0;
    ++classes;
  }
  return (chi_square - (classes - 1)) / std::sqrt(2 * (classes - 1));
}

}  // namespace

TEST_CASE("studies drawn within strata keep the numbers of positives and negatives") {
  const Population studies = Population::of_studies(paper_shape, Strata::truth);
  for (const Confusion& counts : resample(studies, 500, 1)) {
    CHECK(counts.tp + counts.fn == 1756);
    CHECK(counts.fp + counts.tn == 4529);
  }
}

TEST_CASE("within strata the hits and the false alarms have binomial laws that know nothing of each other") {
  const auto drawn = resample(Population::of_studies(paper_shape, Strata::truth), 100'000, 1);
  std::vector<std::uint64_t> hits, false_alarms;
  double product = 0;
  for (const Confusion& counts : drawn) {
    hits.push_back(counts.tp);
    false_alarms.push_back(counts.fp);
    product += (static_cast<double>(counts.tp) - 1178) * (static_cast<double>(counts.fp) - 674);
  }
  CHECK(std::abs(deviate(hits, 1756, {1178, 1756})) < 4);
  CHECK(std::abs(deviate(false_alarms, 4529, {674, 4529})) < 4);
  const double hits_variance = 1178.0 * 578 / 1756, alarms_variance = 674.0 * 3855 / 4529;
  CHECK(std::abs(product / std::sqrt(1e5 * hits_variance * alarms_variance)) < 4);
}

// sqrt((2 - F)^2 Var(TP) + F^2 Var(FP)) / (P + TP + FP), F = 2 TP / (P + TP + FP): the delta method.
TEST_CASE("F1 varies less within strata, by as much as the delta method says") {
  const auto f1 = distribution(Measure::f1, resample(Population::of_studies(paper_shape, Strata::truth), 20'000, 1));
  CHECK(*f1.standard_deviation() == approx(0.008534).epsilon(0).margin(0.00015));
}

TEST_CASE("a patient with any positive study is drawn among the positive ones") {
  const Population patients({{{1, 1, 0, 0}, 4}, {{0, 0, 2, 0}, 6}, {{0, 0, 0, 1}, 30}, {{0, 3, 0, 0}, 5}},
                            Strata::truth);
  REQUIRE(patients.clusters().size() == 4);
  CHECK(patients.clusters()[0].cells == Confusion{1, 1, 0, 0});
  CHECK(patients.clusters()[1].cells == Confusion{0, 0, 2, 0});
  CHECK(patients.clusters()[2].cells == Confusion{0, 3, 0, 0});
  std::vector<std::uint64_t> times(4), mixed, alarms;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    patients.draw(3, i, times);
    REQUIRE(times[0] + times[1] == 10);
    REQUIRE(times[2] + times[3] == 35);
    mixed.push_back(times[0]);
    alarms.push_back(times[2]);
  }
  CHECK(std::abs(deviate(mixed, 10, {4, 10})) < 4);
  CHECK(std::abs(deviate(alarms, 35, {5, 35})) < 4);
}

TEST_CASE("a resample is the sum of what is drawn of each kind") {
  Tally tally;
  for (int i = 0; i < 60; ++i) tally.add(std::to_string(i % 37), i % 3 == 0, i % 4 == 0);
  for (const Strata strata : {Strata::none, Strata::truth}) {
    const Population patients = tally.of_patients(strata);
    const auto all = resample(patients, 50, 8);
    std::vector<std::uint64_t> times(patients.clusters().size());
    for (std::uint64_t i = 0; i < 50; ++i) {
      patients.draw(8, i, times);
      std::uint64_t units = 0;
      Confusion sum;
      for (std::size_t kind = 0; kind < times.size(); ++kind) {
        units += times[kind];
        for (std::uint64_t time = 0; time < times[kind]; ++time) sum += patients.clusters()[kind].cells;
      }
      CHECK(units == 37);
      CHECK(sum == all[i]);
      CHECK(sum == patients.resample(8, i));
    }
  }
}

TEST_CASE("without one class, strata change no draw") {
  const Population studies = Population::of_studies({0, 20, 0, 40}, Strata::truth);
  CHECK(resample(studies, 100, 5) == resample(Population::of_studies({0, 20, 0, 40}), 100, 5));
  CHECK(Population({}, Strata::truth).resample(1, 0) == Confusion{});
}

TEST_CASE("the number of studies of drawn patients has the mean and the variance of their sizes") {
  const Population patients({{{1, 0, 0, 0}, 50}, {{3, 0, 0, 0}, 10}, {{0, 0, 0, 2}, 40}});
  const auto found = moments(resample(patients, 20'000, 2),
                             [](const Confusion& counts) { return static_cast<double>(counts.total()); });
  const double mean = 160, variance = 50 * 1 + 10 * 9 + 40 * 4 - 160 * 160 / 100.0;
  CHECK(found.mean == approx(mean).epsilon(0).margin(4 * std::sqrt(variance / 20'000)));
  CHECK(found.variance == approx(variance).epsilon(0.05));
}
