// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement.hpp"

#include "catch.hpp"
#include "stats/normal.hpp"

#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

using Counts = std::vector<std::vector<std::uint64_t>>;

AgreementTable table_of(const Counts& counts) {
  AgreementTable table(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t j = 0; j < counts.size(); ++j) table.add(i, j, counts[i][j]);
  }
  return table;
}

// As the definition reads: every case against every other for the agreement by chance.
double slow_kappa(const Counts& counts) {
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t j = 0; j < counts.size(); ++j) {
      first.insert(first.end(), counts[i][j], i);
      second.insert(second.end(), counts[i][j], j);
    }
  }
  double equal = 0;
  double crossed = 0;
  for (std::size_t a = 0; a < first.size(); ++a) {
    if (first[a] == second[a]) ++equal;
    for (const std::size_t other : second) {
      if (first[a] == other) ++crossed;
    }
  }
  const auto n = static_cast<double>(first.size());
  return (equal / n - crossed / (n * n)) / (1 - crossed / (n * n));
}

double kappa_of_shares(const std::vector<std::vector<double>>& p) {
  const std::size_t k = p.size();
  double n = 0;
  double equal = 0;
  std::vector<double> first(k);
  std::vector<double> second(k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      n += p[i][j];
      first[i] += p[i][j];
      second[j] += p[i][j];
      if (i == j) equal += p[i][j];
    }
  }
  double chance = 0;
  for (std::size_t i = 0; i < k; ++i) chance += first[i] * second[i] / (n * n);
  return (equal / n - chance) / (1 - chance);
}

// The delta method with numerical derivatives.
double slow_standard_error(const Counts& counts) {
  const std::size_t k = counts.size();
  double n = 0;
  for (const auto& row : counts) {
    for (const std::uint64_t count : row) n += static_cast<double>(count);
  }
  std::vector<std::vector<double>> p(k, std::vector<double>(k));
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) p[i][j] = static_cast<double>(counts[i][j]) / n;
  }
  double square = 0;
  double mean = 0;
  constexpr double step = 1e-5;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      auto up = p;
      auto down = p;
      up[i][j] += step;
      down[i][j] -= step;
      const double slope = (kappa_of_shares(up) - kappa_of_shares(down)) / (2 * step);
      square += p[i][j] * slope * slope;
      mean += p[i][j] * slope;
    }
  }
  return std::sqrt((square - mean * mean) / n);
}

}  // namespace

TEST_CASE("kappa has the value and the limits that SAS prints for two dermatologists") {
  // SAS/STAT User's Guide, The FREQ Procedure, "Agreement study of two diagnosis variables": 88 patients, 4 grades.
  const AgreementTable table = table_of({{10, 4, 1, 0}, {5, 10, 12, 2}, {2, 4, 12, 5}, {0, 2, 6, 13}});
  const Kappa kappa = cohen_kappa(table);
  CHECK(*kappa.estimate == approx(0.3449).epsilon(0).margin(5e-5));
  const Interval interval = wald_interval(kappa.estimate, kappa.standard_error, 0.95);
  CHECK(*interval.low == approx(0.2030).epsilon(0).margin(5e-5));
  CHECK(*interval.high == approx(0.4868).epsilon(0).margin(5e-5));
}

TEST_CASE("kappa has the value and the standard error under kappa = 0 that Stata prints for 85 mammograms") {
  // Stata Base Reference Manual, kappa, example 1 (Boyd et al. 1982): 63.53%, 30.82%, 0.4728, 0.0694.
  const Kappa kappa = cohen_kappa(table_of({{21, 12, 0, 0}, {4, 17, 1, 0}, {3, 9, 15, 2}, {0, 0, 0, 1}}));
  CHECK(kappa.observed == approx(0.6353).epsilon(0).margin(5e-5));
  CHECK(kappa.expected == approx(0.3082).epsilon(0).margin(5e-5));
  CHECK(*kappa.estimate == approx(0.4728).epsilon(0).margin(5e-5));
  CHECK(*kappa.null_standard_error == approx(0.0694).epsilon(0).margin(5e-5));
}

TEST_CASE("kappa equals psych::cohen.kappa and statsmodels on three classes") {
  // R psych 2.2.9, scikit-learn 1.2.1 and statsmodels 0.13.5 on 100 invented readings.
  const AgreementTable table = table_of({{30, 6, 2}, {5, 22, 7}, {1, 6, 21}});
  const Kappa kappa = cohen_kappa(table);
  CHECK(*kappa.estimate == approx(0.593128390596745).epsilon(0).margin(1e-12));
  CHECK(*kappa.standard_error == approx(0.0666912568239941).epsilon(0).margin(1e-12));
  const Interval interval = wald_interval(kappa.estimate, kappa.standard_error, 0.95);
  CHECK(*interval.low == approx(0.4624159291380054).epsilon(0).margin(1e-12));
  CHECK(*interval.high == approx(0.7238408520554844).epsilon(0).margin(1e-12));
}

TEST_CASE("kappa and its standard error are those of slow obvious versions") {
  std::mt19937 random(11);
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t k = 2 + random() % 4;
    Counts counts(k, std::vector<std::uint64_t>(k));
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) counts[i][j] = 1 + random() % (i == j ? 20 : 6);
    }
    const Kappa kappa = cohen_kappa(table_of(counts));
    REQUIRE(*kappa.estimate == approx(slow_kappa(counts)).epsilon(0).margin(1e-12));
    REQUIRE(*kappa.standard_error == approx(slow_standard_error(counts)).epsilon(0).margin(1e-7));
  }
}

TEST_CASE("of two classes it is the kappa of the confusion table") {
  std::mt19937 random(12);
  for (int trial = 0; trial < 200; ++trial) {
    const Confusion counts{random() % 30, random() % 9, random() % 9, random() % 30};
    const auto expected = value(Measure::kappa, counts);
    const Kappa kappa = cohen_kappa(AgreementTable(counts));
    REQUIRE(kappa.estimate.has_value() == expected.has_value());
    if (expected) REQUIRE(*kappa.estimate == approx(*expected).epsilon(0).margin(1e-12));
  }
}

TEST_CASE("kappa is undefined when both raters name one class only, and when there is nothing") {
  CHECK_FALSE(cohen_kappa(AgreementTable(Confusion{0, 0, 0, 12})).estimate);
  CHECK_FALSE(cohen_kappa(AgreementTable(Confusion{})).estimate);
  CHECK_FALSE(cohen_kappa(table_of({{0, 0, 0}, {0, 7, 0}, {0, 0, 0}})).standard_error);
  const Kappa one_sided = cohen_kappa(AgreementTable(Confusion{0, 3, 0, 12}));
  CHECK(*one_sided.estimate == 0);
  CHECK(*one_sided.standard_error == 0);
}

TEST_CASE("perfect agreement is 1 without limits, for no variance was seen") {
  const Kappa kappa = cohen_kappa(AgreementTable(Confusion{5, 0, 0, 7}));
  CHECK(*kappa.estimate == 1);
  const Interval interval = wald_interval(kappa.estimate, kappa.standard_error, 0.95);
  CHECK(*interval.estimate == 1);
  CHECK_FALSE(interval.low);
  CHECK_FALSE(interval.high);
}

TEST_CASE("limits stay between -1 and 1") {
  const Interval interval = wald_interval(0.9, 0.2, 0.95);
  CHECK(*interval.low == approx(0.9 - 1.959963984540054 * 0.2));
  CHECK(*interval.high == 1);
  CHECK(*wald_interval(-0.9, 0.2, 0.95).low == -1);
}

TEST_CASE("specific agreement has the standard error of the delta method") {
  // F1 sqrt((1 - F1)(2 - F1) / (2 TP)), another form of Graham and Bull's.
  const Interval interval = specific_agreement(1205, 1280, 0.95);
  const double f1 = 2410.0 / 3690.0;
  const double half = 1.959963984540054 * f1 * std::sqrt((1 - f1) * (2 - f1) / 2410);
  CHECK(*interval.estimate == approx(f1));
  CHECK(*interval.low == approx(f1 - half).epsilon(0).margin(1e-12));
  CHECK(*interval.high == approx(f1 + half).epsilon(0).margin(1e-12));
  CHECK_FALSE(specific_agreement(0, 0, 0.95).estimate);
}

TEST_CASE("a table refuses classes that it does not have") {
  AgreementTable table(2);
  CHECK_THROWS_AS(table.add(2, 0), std::out_of_range);
  CHECK_THROWS_AS(AgreementTable(0), std::invalid_argument);
}

TEST_CASE("quantiles of the normal law are those of the tables") {
  // Python statistics.NormalDist (Wichura's AS 241).
  CHECK(normal_quantile(0.975) == approx(1.9599639845400536).epsilon(0).margin(1e-14));
  CHECK(normal_quantile(0.025) == approx(-1.9599639845400536).epsilon(0).margin(1e-14));
  CHECK(normal_quantile(1e-10) == approx(-6.361340902404056).epsilon(0).margin(1e-12));
  CHECK(normal_quantile(0.9999) == approx(3.7190164854557084).epsilon(0).margin(1e-11));
  CHECK(normal_quantile(0.5) == 0);
  CHECK_THROWS_AS(normal_quantile(0), std::invalid_argument);
  CHECK_THROWS_AS(normal_quantile(1), std::invalid_argument);
}

TEST_CASE("a rater who names one class only leaves no variance of kappa under no agreement") {
  for (std::uint64_t n = 2; n < 100; ++n) {
    AgreementTable table(3);
    table.add(1, 0, 1);
    table.add(1, 1, n);
    table.add(1, 2, 2 * n);
    CHECK(*cohen_kappa(table).null_standard_error == 0);
  }
}
