// SPDX-License-Identifier: Apache-2.0
#include "stats/weighted_kappa.hpp"

#include "catch.hpp"
#include "stats/random.hpp"

#include <cmath>
#include <functional>
#include <vector>

using namespace cxrval::stats;

namespace {

using Shares = std::vector<std::vector<double>>;
using Counts = std::vector<std::vector<std::uint64_t>>;

AgreementTable table_of(const Counts& counts) {
  AgreementTable table(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t j = 0; j < counts.size(); ++j) table.add(i, j, counts[i][j]);
  }
  return table;
}

double sum_of(const Shares& p) {
  double n = 0;
  for (const auto& row : p) {
    for (const double share : row) n += share;
  }
  return n;
}

double apart(std::size_t i, std::size_t j) {
  return std::abs(static_cast<double>(i) - static_cast<double>(j));
}

// 1 - sum v o / sum v e with disagreement weights v, as Cohen wrote it.
double slow_weighted(const Shares& p, int power) {
  const double n = sum_of(p);
  double seen = 0;
  double chance = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double v = std::pow(apart(i, j), power);
      seen += v * p[i][j] / n;
      for (std::size_t a = 0; a < p.size(); ++a) {
        for (std::size_t b = 0; b < p.size(); ++b) chance += v * p[i][a] * p[b][j] / (n * n);
      }
    }
  }
  return 1 - seen / chance;
}

double slow_ac1(const Shares& p) {
  const double n = sum_of(p);
  double seen = 0;
  double chance = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    double margin = 0;
    for (std::size_t j = 0; j < p.size(); ++j) margin += (p[i][j] + p[j][i]) / (2 * n);
    seen += p[i][i] / n;
    chance += margin * (1 - margin) / (static_cast<double>(p.size()) - 1);
  }
  return (seen - chance) / (1 - chance);
}

// The delta method with numerical derivatives.
double slow_error(const AgreementTable& table, const std::function<double(const Shares&)>& statistic) {
  const std::size_t k = table.classes();
  const auto n = static_cast<double>(table.total());
  Shares p(k, std::vector<double>(k));
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) p[i][j] = static_cast<double>(table.count(i, j)) / n;
  }
  double square = 0;
  double mean = 0;
  constexpr double step = 1e-5;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      Shares up = p;
      Shares down = p;
      up[i][j] += step;
      down[i][j] -= step;
      const double slope = (statistic(up) - statistic(down)) / (2 * step);
      square += p[i][j] * slope * slope;
      mean += p[i][j] * slope;
    }
  }
  return std::sqrt((square - mean * mean) / n);
}

Shares shares_of(const AgreementTable& table) {
  Shares p(table.classes(), std::vector<double>(table.classes()));
  for (std::size_t i = 0; i < table.classes(); ++i) {
    for (std::size_t j = 0; j < table.classes(); ++j) p[i][j] = static_cast<double>(table.count(i, j));
  }
  return p;
}

AgreementTable random_table(RandomStream& random, std::size_t classes, std::uint64_t from) {
  AgreementTable table(classes);
  for (std::size_t i = 0; i < classes; ++i) {
    for (std::size_t j = 0; j < classes; ++j) table.add(i, j, from + random.bits() % 20 + (i == j ? 15 : 0));
  }
  return table;
}

}  // namespace

TEST_CASE("kappas of two readers on three ordered grades are those of psych, scikit-learn and statsmodels") {
  // normal, mild, severe. R psych 2.2.9, scikit-learn 1.2.1 and statsmodels 0.13.5 agree.
  const AgreementTable table = table_of({{30, 6, 2}, {5, 22, 7}, {1, 6, 21}});
  const Kappa plain = cohen_kappa(table);
  CHECK(*plain.estimate == approx(0.593128390596745).epsilon(1e-12));
  CHECK(*plain.standard_error == approx(0.0666912568239941).epsilon(1e-9));
  CHECK(*plain.estimate / *plain.null_standard_error == approx(8.3724792416046).epsilon(1e-9));
  CHECK(plain.observed == approx(0.73).epsilon(1e-12));
  const Interval limits = wald_interval(plain.estimate, plain.standard_error, 0.95);
  CHECK(*limits.low == approx(0.4624159291380054).epsilon(1e-9));
  CHECK(*limits.high == approx(0.7238408520554844).epsilon(1e-9));
  CHECK(*weighted_kappa(table, Weighting::linear).estimate == approx(0.658469945355191).epsilon(1e-12));
  CHECK(*weighted_kappa(table, Weighting::quadratic).estimate == approx(0.724770642201835).epsilon(1e-12));
  CHECK(*gwet_ac1(table).estimate == approx(0.5959898249289242).epsilon(1e-12));
  CHECK(*largest_kappa(table) == approx(0.9698613622664255).epsilon(1e-12));
  // Grades sorted as text give another number: the order is the table's.
  const AgreementTable alphabetical = table_of({{22, 5, 7}, {6, 30, 2}, {6, 1, 21}});
  CHECK(*weighted_kappa(alphabetical, Weighting::quadratic).estimate == approx(0.47418738049713194).epsilon(1e-12));
  CHECK(*cohen_kappa(alphabetical).estimate == approx(*plain.estimate).epsilon(1e-12));
}

TEST_CASE("weighted kappa has the value and the limits that SAS prints for two dermatologists") {
  // SAS/STAT User's Guide, The FREQ Procedure, "Agreement study of two diagnosis variables", linear weights
  const AgreementTable table = table_of({{10, 4, 1, 0}, {5, 10, 12, 2}, {2, 4, 12, 5}, {0, 2, 6, 13}});
  const Kappa kappa = weighted_kappa(table, Weighting::linear);
  CHECK(*kappa.estimate == approx(0.5082).epsilon(0).margin(5e-5));
  CHECK(*kappa.standard_error == approx(0.0655).epsilon(0).margin(5e-5));
  const Interval limits = wald_interval(kappa.estimate, kappa.standard_error, 0.95);
  CHECK(*limits.low == approx(0.3798).epsilon(0).margin(5e-5));
  CHECK(*limits.high == approx(0.6366).epsilon(0).margin(5e-5));
}

TEST_CASE("weighted kappa and AC1 have the value of the definition and the delta method's standard error") {
  RandomStream random(9, 0);
  for (std::size_t classes = 2; classes < 6; ++classes) {
    for (int round = 0; round < 15; ++round) {
      const AgreementTable table = random_table(random, classes, 1);
      for (const auto& [weighting, power] : {std::pair{Weighting::linear, 1}, std::pair{Weighting::quadratic, 2}}) {
        const auto statistic = [power = power](const Shares& p) { return slow_weighted(p, power); };
        const Kappa kappa = weighted_kappa(table, weighting);
        CHECK(*kappa.estimate == approx(statistic(shares_of(table))).epsilon(1e-11));
        CHECK(*kappa.standard_error == approx(slow_error(table, statistic)).epsilon(1e-6));
      }
      const Kappa ac1 = gwet_ac1(table);
      CHECK(*ac1.estimate == approx(slow_ac1(shares_of(table))).epsilon(1e-11));
      CHECK(*ac1.standard_error == approx(slow_error(table, slow_ac1)).epsilon(1e-6));
    }
  }
}

TEST_CASE("weighted kappa of independent raters has the null standard error of its delta method") {
  // An outer product of margins: kappa is 0, and the two standard errors are one.
  const std::vector<std::uint64_t> first{10, 20, 30};
  const std::vector<std::uint64_t> second{4, 6, 2};
  AgreementTable table(3);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) table.add(i, j, first[i] * second[j]);
  }
  for (const Weighting weighting : {Weighting::linear, Weighting::quadratic}) {
    const Kappa kappa = weighted_kappa(table, weighting);
    CHECK(*kappa.estimate == approx(0).margin(1e-14));
    CHECK(*kappa.null_standard_error == approx(*kappa.standard_error).epsilon(1e-10));
  }
}

TEST_CASE("of two classes the weights do not matter") {
  const AgreementTable table = table_of({{30, 6}, {5, 22}});
  CHECK(*weighted_kappa(table, Weighting::quadratic).estimate == *cohen_kappa(table).estimate);
  CHECK(*weighted_kappa(table, Weighting::linear).standard_error == *cohen_kappa(table).standard_error);
}

TEST_CASE("perfect agreement is 1 and one class for both is undefined but for AC1") {
  const AgreementTable perfect = table_of({{5, 0, 0}, {0, 3, 0}, {0, 0, 2}});
  CHECK(*weighted_kappa(perfect, Weighting::linear).estimate == 1);
  CHECK(*weighted_kappa(perfect, Weighting::linear).standard_error == 0);
  CHECK(*largest_kappa(perfect) == 1);
  CHECK(*gwet_ac1(perfect).estimate == 1);
  const AgreementTable single = table_of({{5, 0, 0}, {0, 0, 0}, {0, 0, 0}});
  CHECK_FALSE(weighted_kappa(single, Weighting::linear).estimate);
  CHECK_FALSE(largest_kappa(single));
  CHECK(*gwet_ac1(single).estimate == 1);
  CHECK_FALSE(gwet_ac1(table_of({{5}})).estimate);
  const AgreementTable empty(3);
  CHECK_FALSE(weighted_kappa(empty, Weighting::quadratic).estimate);
  CHECK_FALSE(largest_kappa(empty));
  CHECK_FALSE(gwet_ac1(empty).estimate);
  // One rater names one class only: kappa is 0 however it is weighted.
  CHECK(*weighted_kappa(table_of({{5, 2, 1}, {0, 0, 0}, {0, 0, 0}}), Weighting::linear).estimate == 0);
}

TEST_CASE("a rater who names one class only leaves no variance of weighted kappa") {
  for (std::uint64_t n = 2; n < 100; ++n) {
    AgreementTable table(4);
    for (std::size_t other = 0; other < 4; ++other) table.add(1, other, 1 + other * n);
    for (const Weighting weighting : {Weighting::linear, Weighting::quadratic}) {
      CHECK(*weighted_kappa(table, weighting).standard_error == 0);
      CHECK(*weighted_kappa(table, weighting).null_standard_error == 0);
    }
  }
}

TEST_CASE("three classes that are confused in a circle leave no variance of AC1") {
  for (std::uint64_t n = 1; n < 100; ++n) {
    AgreementTable table(3);
    for (std::size_t i = 0; i < 3; ++i) table.add(i, (i + 1) % 3, n);
    const Kappa found = gwet_ac1(table);
    CHECK(*found.estimate == approx(-0.5).epsilon(1e-14));
    CHECK(*found.standard_error == 0);
  }
}
