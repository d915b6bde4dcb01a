// SPDX-License-Identifier: Apache-2.0
#include "stats/exact_law.hpp"

#include "base/error.hpp"
#include "stats/binomial.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

using namespace cxrval::stats;

namespace {

constexpr std::array limits{0.025, 0.975};

ExactLaw law_of(Measure measure, const Confusion& counts) {
  return exact_law(*two_counts(measure, counts), limits);
}

// All n^n samples of a small table, each as likely as the others.
struct SlowLaw {
  std::map<double, double> chance;
  double undefined = 0;

  SlowLaw(Measure measure, const Confusion& counts) {
    const std::uint64_t n = counts.total();
    std::uint64_t samples = 1;
    for (std::uint64_t i = 0; i < n; ++i) samples *= n;
    for (std::uint64_t sample = 0; sample < samples; ++sample) {
      Confusion drawn;
      for (std::uint64_t i = 0, code = sample; i < n; ++i, code /= n) {
        const std::uint64_t study = code % n;
        const bool truth = study < counts.tp + counts.fn;
        const bool predicted = study < counts.tp || (!truth && study < counts.tp + counts.fn + counts.fp);
        drawn.add(truth, predicted);
      }
      const double share = 1 / static_cast<double>(samples);
      if (const auto found = value(measure, drawn)) {
        chance[*found] += share;
      } else {
        undefined += share;
      }
    }
  }

  double quantile(double p) const {
    double sum = 0;
    for (const auto& [value, share] : chance) {
      sum += share / (1 - undefined);
      if (sum >= p - 1e-11) return value;
    }
    return chance.rbegin()->first;
  }

  double mean() const {
    double sum = 0;
    for (const auto& [value, share] : chance) sum += value * share / (1 - undefined);
    return sum;
  }
};

}  // namespace

// These four counts are inferred from two printed versions of the VinDr-CXR validation, not published.
TEST_CASE("the exact limits of F1 at the counts inferred from the paper are .635058 and .670719") {
  const ExactLaw law = law_of(Measure::f1, {1205, 729, 551, 3800});
  CHECK(law.quantiles[0] == approx(0.635058).epsilon(0).margin(5e-7));
  CHECK(law.quantiles[1] == approx(0.670719).epsilon(0).margin(5e-7));
}

TEST_CASE("the exact law of F1 equals an independent enumeration") {
  const ExactLaw law = law_of(Measure::f1, {1178, 674, 578, 3855});
  CHECK(law.mean == approx(0.6529305210447435).epsilon(0).margin(1e-12));
  CHECK(law.standard_deviation == approx(0.009200407975480017).epsilon(0).margin(1e-12));
  CHECK(law.quantiles[0] == approx(0.6347237880496054).epsilon(0).margin(1e-12));
  CHECK(law.quantiles[1] == approx(0.670793472144063).epsilon(0).margin(1e-12));
  CHECK(law.undefined < 1e-30);
}

TEST_CASE("undefined resamples have their chance and are left out of the mean") {
  const ExactLaw law = law_of(Measure::f1, {1, 1, 0, 18});
  CHECK(law.undefined == approx(0.12157665459056932).epsilon(0).margin(1e-14));  // (18/20)^20
  CHECK(law.mean == approx(0.571086829038794).epsilon(0).margin(1e-12));
  CHECK(law.quantiles == std::vector<double>{0, 1});
  // Undefined resamples taken as 0 or as 1 would give these means.
  CHECK(law.mean != approx(0.5016560028835211).epsilon(0).margin(1e-3));
  CHECK(law.mean != approx(0.6232326574740904).epsilon(0).margin(1e-3));
}

TEST_CASE("a value of the statistic has its chance, and so has what lies below") {
  const ExactLaw law = exact_law(*two_counts(Measure::f1, {1, 1, 0, 18}), {}, std::array{0.0, 0.5, 1.0, 2.0, -1.0});
  CHECK(law.points[0].below == 0);
  CHECK(law.points[0].equal == approx(0.2696982827881814).epsilon(0).margin(1e-13));
  CHECK(law.points[2].equal == approx(0.2696982827881814).epsilon(0).margin(1e-13));
  CHECK(law.points[2].below + law.points[2].equal == approx(1).epsilon(0).margin(1e-13));
  CHECK(law.points[3].below == approx(1).epsilon(0).margin(1e-13));
  CHECK((law.points[4].below == 0 && law.points[4].equal == 0));
}

TEST_CASE("a statistic without two sides is one value") {
  const ExactLaw all = exact_law({4, 0, 3, 2}, limits, std::array{1.0, 1.5});
  CHECK((all.mean == 1 && all.standard_deviation == 0));
  CHECK(all.quantiles == std::vector<double>{1, 1});
  CHECK((all.points[0].below == 0 && all.points[0].equal == 1 && all.points[1].below == 1));
  CHECK(exact_law({0, 4, 3, 2}, limits).quantiles == std::vector<double>{0, 0});
}

// All pairs of counts, without what makes the law fast.
TEST_CASE("walks along curves give what adding up all pairs gives") {
  for (const TwoCounts& counts : {TwoCounts{24, 31, 7, 2}, TwoCounts{120, 95, 300, 2}, TwoCounts{700, 40, 260, 1},
                                  TwoCounts{3, 200, 900, 2}, TwoCounts{150, 350, 0, 2}}) {
    const std::uint64_t n = counts.a + counts.b + counts.rest;
    std::map<double, double> chance;
    BinomialLaw of_sum, of_a;
    binomial_law(n, {counts.a + counts.b, n}, of_sum);
    double defined = 0, mean = 0, square = 0;
    for (std::size_t i = 0; i < of_sum.p.size(); ++i) {
      const std::uint64_t sum = of_sum.first + i;
      if (sum == 0) continue;
      binomial_law(sum, {counts.a, counts.a + counts.b}, of_a);
      for (std::size_t j = 0; j < of_a.p.size(); ++j) {
        const double hits = counts.weight * static_cast<double>(of_a.first + j);
        const double value = hits / (hits + static_cast<double>(sum - of_a.first - j));
        const double share = of_sum.p[i] * of_a.p[j];
        chance[value] += share;
        defined += share;
        mean += share * value;
        square += share * value * value;
      }
    }
    mean /= defined;
    const double sample = counts.weight * static_cast<double>(counts.a) /
                          (counts.weight * static_cast<double>(counts.a) + static_cast<double>(counts.b));
    const std::array asked{1e-9, 0.001, 0.025, 0.25, 0.5, 0.9, 0.975, 0.9999};
    const ExactLaw law = exact_law(counts, asked, std::array{sample});
    CHECK(law.mean == approx(mean).epsilon(1e-12));
    CHECK(law.standard_deviation == approx(std::sqrt(square / defined - mean * mean)).epsilon(1e-9));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      double below = 0, up_to = 0;
      for (const auto& [value, share] : chance) {
        if (value < law.quantiles[i]) below += share / defined;
        if (value <= law.quantiles[i]) up_to += share / defined;
      }
      CHECK(up_to >= asked[i] - 2e-12);
      CHECK(below < asked[i] - 5e-13);
    }
    double below = 0;
    for (const auto& [value, share] : chance) below += value < sample ? share / defined : 0;
    CHECK(law.points[0].below == approx(below).epsilon(0).margin(1e-13));
    CHECK(law.points[0].equal == approx(chance.at(sample) / defined).epsilon(0).margin(1e-13));
  }
}

TEST_CASE("a million studies have the limits of the normal law") {
  const Confusion counts{191'726, 115'991, 87'669, 604'614};
  const double f1 = *value(Measure::f1, counts);
  const double delta = f1 * std::sqrt((1 - f1) * (2 - f1) / (2 * 191'726.0));
  const ExactLaw law = law_of(Measure::f1, counts);
  CHECK(law.standard_deviation == approx(delta).epsilon(1e-5));
  CHECK(law.quantiles[0] == approx(f1 - 1.959964 * delta).epsilon(0).margin(delta / 200));
  CHECK(law.quantiles[1] == approx(f1 + 1.959964 * delta).epsilon(0).margin(delta / 200));
}

TEST_CASE("the standard deviation is close to the delta method's F sqrt((1 - F)(2 - F) / (2 TP))") {
  const Confusion counts{1178, 674, 578, 3855};
  const double f1 = *value(Measure::f1, counts);
  const double delta = f1 * std::sqrt((1 - f1) * (2 - f1) / (2 * 1178));
  CHECK(delta == approx(0.00919760775194975).epsilon(0).margin(1e-12));
  CHECK(law_of(Measure::f1, counts).standard_deviation == approx(delta).epsilon(1e-3));
}

TEST_CASE("every statistic of two counts has the law of all samples of a small table") {
  for (const Confusion& counts :
       {Confusion{2, 1, 1, 2}, Confusion{1, 0, 3, 1}, Confusion{1, 2, 0, 3}, Confusion{3, 0, 0, 2}}) {
    for (const Measure measure : all_measures()) {
      const auto form = two_counts(measure, counts);
      if (!form || !value(measure, counts)) continue;
      INFO(name(measure) << " of " << counts.tp << ' ' << counts.fp << ' ' << counts.fn << ' ' << counts.tn);
      const SlowLaw slow(measure, counts);
      const std::vector<double> asked{0.025, 0.1, 0.3, 0.5, 0.8, 0.975};
      const ExactLaw law = exact_law(*form, asked);
      CHECK(law.undefined == approx(slow.undefined).margin(1e-12));
      CHECK(law.mean == approx(slow.mean()).margin(1e-12));
      for (std::size_t i = 0; i < asked.size(); ++i) CHECK(law.quantiles[i] == slow.quantile(asked[i]));
    }
  }
}

TEST_CASE("measures of more than two counts have no exact law here") {
  for (const Measure measure : {Measure::f2, Measure::mcc, Measure::kappa, Measure::balanced_accuracy}) {
    CHECK_FALSE(two_counts(measure, {3, 2, 1, 4}));
  }
}

TEST_CASE("a statistic that is never defined and a table too large to enumerate are errors") {
  CHECK_THROWS_AS(exact_law({0, 0, 5, 2}, limits), cxrval::base::Error);
  CHECK_THROWS_WITH(exact_law({400'000'000, 300'000'000, 300'000'001, 1}, limits),
                    "too many studies for the exact law; use resamples");
}
