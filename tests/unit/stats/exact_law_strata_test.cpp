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

constexpr std::array asked{1e-6, 0.025, 0.1, 0.37, 0.5, 0.8, 0.975};

double chance_of(const BinomialLaw& law, std::uint64_t k) {
  return k < law.first || k - law.first >= law.p.size() ? 0 : law.p[k - law.first];
}

// Every pair of TP and FP, one by one.
struct SlowLaw {
  std::map<double, double> chance;
  double defined = 0;
  double undefined = 0;

  SlowLaw(Measure measure, const Confusion& counts) {
    const std::uint64_t positives = counts.tp + counts.fn, negatives = counts.fp + counts.tn;
    BinomialLaw of_tp, of_fp;
    binomial_law(positives, {counts.tp, std::max<std::uint64_t>(positives, 1)}, of_tp);
    binomial_law(negatives, {counts.fp, std::max<std::uint64_t>(negatives, 1)}, of_fp);
    for (std::uint64_t tp = 0; tp <= positives; ++tp) {
      for (std::uint64_t fp = 0; fp <= negatives; ++fp) {
        const double share = chance_of(of_tp, tp) * chance_of(of_fp, fp);
        if (share == 0) continue;
        if (const auto found = value(measure, {tp, fp, positives - tp, negatives - fp})) {
          chance[*found] += share;
          defined += share;
        } else {
          undefined += share;
        }
      }
    }
  }

  double moment(double centre, double power) const {
    double sum = 0;
    for (const auto& [value, share] : chance) sum += std::pow(value - centre, power) * share / defined;
    return sum;
  }

  double up_to(double x) const {
    double sum = 0;
    for (const auto& [value, share] : chance) sum += value <= x ? share / defined : 0;
    return sum;
  }
};

void compare(Measure measure, const Confusion& counts) {
  INFO(name(measure) << " of " << counts.tp << ' ' << counts.fp << ' ' << counts.fn << ' ' << counts.tn);
  const SlowLaw slow(measure, counts);
  if (slow.chance.empty()) {
    CHECK_THROWS_WITH(exact_law_within_strata(measure, counts, asked), "the measure is undefined in every resample");
    return;
  }
  const double sample = value(measure, counts).value_or(0.5);
  const ExactLaw law = exact_law_within_strata(measure, counts, asked, std::array{sample, sample + 0.01, -2.0, 1e12});
  CHECK(law.undefined == approx(slow.undefined).epsilon(1e-11).margin(1e-15));
  const double mean = slow.moment(0, 1);
  CHECK(law.mean == approx(mean).epsilon(1e-11).margin(1e-12));
  CHECK(law.standard_deviation == approx(std::sqrt(slow.moment(mean, 2))).epsilon(1e-9).margin(1e-7));
  for (std::size_t i = 0; i < asked.size(); ++i) {
    CHECK(slow.up_to(law.quantiles[i]) >= asked[i] - 2e-12);
    CHECK(slow.up_to(std::nextafter(law.quantiles[i], -1e300)) < asked[i] - 5e-13);
  }
  CHECK(law.points[0].below + law.points[0].equal == approx(slow.up_to(sample)).margin(1e-13));
  CHECK(law.points[0].below == approx(slow.up_to(std::nextafter(sample, -1e300))).margin(1e-13));
  CHECK(law.points[1].below == approx(slow.up_to(std::nextafter(sample + 0.01, -1e300))).margin(1e-13));
  CHECK((law.points[2].below == 0 && law.points[2].equal == 0));
  CHECK(law.points[3].below == approx(1).margin(1e-13));
}

}  // namespace

TEST_CASE("within strata every measure has the law of all pairs of counts") {
  for (const Confusion& counts : {Confusion{2, 1, 1, 2}, Confusion{1, 0, 3, 1}, Confusion{3, 2, 0, 0},
                                  Confusion{0, 4, 3, 5}, Confusion{5, 0, 0, 7}, Confusion{0, 3, 0, 9},
                                  Confusion{6, 0, 2, 0}, Confusion{12, 5, 7, 16}, Confusion{1, 1, 0, 18}}) {
    for (const Measure measure : all_measures()) compare(measure, counts);
  }
}

TEST_CASE("leaving out most values of smooth laws changes no digit") {
  for (const Measure measure : all_measures()) compare(measure, {310, 220, 190, 480});
  for (const Measure measure : {Measure::f1, Measure::mcc, Measure::diagnostic_odds_ratio}) {
    compare(measure, {1178, 674, 578, 3855});
  }
}

TEST_CASE("within strata the standard deviation of F1 at the counts of the paper is that of the delta method") {
  const ExactLaw law = exact_law_within_strata(Measure::f1, {1178, 674, 578, 3855}, asked);
  CHECK(law.standard_deviation == approx(0.008534).epsilon(0).margin(2e-5));
  CHECK(law.undefined == 0);
}
