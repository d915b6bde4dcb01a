// SPDX-License-Identifier: Apache-2.0
#include "stats/bootstrap_interval.hpp"

#include "catch.hpp"
#include "stats/acceleration.hpp"
#include "stats/bootstrap.hpp"
#include "stats/exact_law.hpp"
#include "stats/linearised.hpp"
#include "stats/multinomial.hpp"
#include "stats/normal.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

// 39 invented resamples of F1 = 14/19, with the standard error of each.
struct Invented {
  std::vector<double> values;
  std::vector<double> errors;
  SampleFacts sample;

  Invented() {
    for (int i = 0; i < 39; ++i) {
      const double tp = 1 + i * 7 % 11;
      const double wrong = 1 + i * 5 % 7;
      values.push_back(2 * tp / (2 * tp + wrong));
      errors.push_back(error(values.back(), tp));
    }
    sample.estimate = 14.0 / 19;
    sample.standard_error = error(14.0 / 19, 7);
    sample.acceleration = -0.014506578196993785;
  }

  static double error(double f1, double tp) { return f1 * std::sqrt((1 - f1) * (2 - f1) / (2 * tp)); }
  Resamples resamples(int type) const { return {values, errors, type}; }
};

void check(const Limits& limits, double low, double high) {
  INFO(limits.reason);
  CHECK(limits.low.value() == approx(low).epsilon(0).margin(1e-9));
  CHECK(limits.high.value() == approx(high).epsilon(0).margin(1e-9));
}

}  // namespace

TEST_CASE("percentile, basic and studentised limits are those of R's boot") {
  // boot 1.3-28.1, boot.ci; with 39 resamples its limits are order statistics, as those of type 6 are.
  const Invented invented;
  const Resamples resamples = invented.resamples(6);
  const SampleFacts& sample = invented.sample;
  check(bootstrap_limits(BootstrapMethod::percentile, resamples, sample, 0.95), 0.22222222222222224,
        0.95652173913043481);
  check(bootstrap_limits(BootstrapMethod::basic, resamples, sample, 0.95), 0.5171624713958809, 1.2514619883040934);
  check(bootstrap_limits(BootstrapMethod::studentised, resamples, sample, 0.95), 0.16262523758128389,
        1.0530662381863911);
  check(bootstrap_limits(BootstrapMethod::percentile, resamples, sample, 0.8), 0.4, 0.91666666666666663);
  check(bootstrap_limits(BootstrapMethod::basic, resamples, sample, 0.8), 0.55701754385964908, 1.0736842105263156);
  check(bootstrap_limits(BootstrapMethod::studentised, resamples, sample, 0.8), 0.431340568834647, 0.93200992017123785);
}

TEST_CASE("BCa limits are SciPy's") {
  // SciPy 1.10.1, scipy.stats._resampling._bca_interval with these resamples and the 21 studies 7, 3, 2, 9; NumPy's
  // percentiles at its two probabilities.
  const Invented invented;
  check(bootstrap_limits(BootstrapMethod::bca, invented.resamples(7), invented.sample, 0.95), 0.2388830504488515,
        0.9399387610353069);
  check(bootstrap_limits(BootstrapMethod::bca, invented.resamples(7), invented.sample, 0.8), 0.3844253854075624,
        0.9090909090909091);
}

TEST_CASE("limits of the exact law of F1 are those of the reference case") {
  // bootstrap_f1_paper, alternatives.
  const Confusion paper{1178, 674, 578, 3855};
  const TwoCounts counts = *two_counts(Measure::f1, paper);
  ResampleLaw law;
  law.quantile = [&](double p) { return exact_law(counts, std::array{p}).quantiles[0]; };
  law.standard_deviation = exact_law(counts, {}).standard_deviation;
  SampleFacts sample;
  sample.estimate = *value(Measure::f1, paper);
  check(bootstrap_limits(BootstrapMethod::basic, law, sample, 0.95), 0.6351932240865356, 0.6712629081809932);
  check(bootstrap_limits(BootstrapMethod::normal, law, sample, 0.95), 0.6349608798402834, 0.6710258163903152);
}

TEST_CASE("without bias and acceleration BCa limits are percentile limits") {
  ResampleLaw law;
  law.quantile = [](double p) { return 3 + normal_quantile(p); };
  law.below = 0.4;
  law.equal = 0.2;
  SampleFacts sample;
  sample.estimate = 3;
  sample.acceleration = 0;
  check(bootstrap_limits(BootstrapMethod::bca, law, sample, 0.9), 3 - z_of(0.9), 3 + z_of(0.9));
  // Efron's formula by hand for z0 = 0.1 and a = 0.05.
  law.below = normal_cdf(0.1);
  law.equal = 0;
  sample.acceleration = 0.05;
  const double z = z_of(0.9);
  check(bootstrap_limits(BootstrapMethod::bca, law, sample, 0.9), 3.1 + (0.1 - z) / (1 - 0.05 * (0.1 - z)),
        3.1 + (0.1 + z) / (1 - 0.05 * (0.1 + z)));
}

TEST_CASE("the order of resamples does not matter") {
  Invented invented;
  const Limits before = bootstrap_limits(BootstrapMethod::bca, invented.resamples(7), invented.sample, 0.9);
  std::vector<double> turned(invented.values.rbegin(), invented.values.rend());
  const Limits after = bootstrap_limits(BootstrapMethod::bca, {turned, {}, 7}, invented.sample, 0.9);
  CHECK(before.low == after.low);
  CHECK(before.high == after.high);
}

TEST_CASE("limits are cut at what is possible") {
  Invented invented;
  invented.sample.range = range_of(Measure::f1);
  CHECK(*bootstrap_limits(BootstrapMethod::basic, invented.resamples(7), invented.sample, 0.95).high == 1);
  CHECK(*bootstrap_limits(BootstrapMethod::studentised, invented.resamples(7), invented.sample, 0.95).high == 1);
}

TEST_CASE("there are no limits, but a reason, where a method has none") {
  SampleFacts sample;
  const std::vector<double> values{0.5, 0.6, 0.7};
  const auto reason = [&](BootstrapMethod method, const Resamples& resamples) {
    const Limits limits = bootstrap_limits(method, resamples, sample, 0.95);
    CHECK_FALSE(limits.low);
    CHECK_FALSE(limits.high);
    return limits.reason;
  };
  CHECK(reason(BootstrapMethod::percentile, {values, {}, 7}) == "the number is undefined");
  sample.estimate = 0.6;
  CHECK(reason(BootstrapMethod::basic, {}) == "the number is undefined in every resample");
  CHECK(reason(BootstrapMethod::bca, {values, {}, 7}) == "the acceleration is undefined");
  CHECK(reason(BootstrapMethod::studentised, {values, values, 7}) == "the standard error is undefined");
  const std::vector<double> same(3, 0.1);
  for (const BootstrapMethod method : {BootstrapMethod::percentile, BootstrapMethod::normal, BootstrapMethod::bca}) {
    CHECK(reason(method, {same, {}, 7}) == "all resamples give the same number");
  }
  sample.acceleration = 0.7;
  CHECK(reason(BootstrapMethod::bca, {values, {}, 7}) == "the acceleration is too large");
  sample.estimate = 0.8;
  CHECK(reason(BootstrapMethod::bca, {values, {}, 7}) == "all resamples lie on one side of the number");
}

TEST_CASE("one resample gives no limits, and numbers that differ by rounding only are all the same") {
  const SampleFacts sample{1, 0, 0.1, {}};
  const std::vector<double> one{0.9};
  for (const BootstrapMethod method : {BootstrapMethod::percentile, BootstrapMethod::basic, BootstrapMethod::normal,
                                       BootstrapMethod::bca, BootstrapMethod::studentised}) {
    const Limits limits = bootstrap_limits(method, {one, one, 7}, sample, 0.95);
    CHECK_FALSE(limits.low);
    CHECK(limits.reason == "the number is defined in one resample only");
  }
  const std::vector<double> rounded{1, 0.9999999999999997, 1, 1};
  CHECK(law_of({rounded, {}, 7}, 1).standard_deviation == 0.0);
  CHECK(bootstrap_limits(BootstrapMethod::percentile, {rounded, {}, 7}, sample, 0.95).reason ==
        "all resamples give the same number");
  CHECK(Distribution{0, rounded}.standard_deviation() == 0.0);
  CHECK(*Distribution{0, {1, 1 + 1e-12}}.standard_deviation() > 0);
}

TEST_CASE("resamples without variance lie at the ends of the studentised law") {
  SampleFacts sample;
  sample.estimate = 0.5;
  sample.standard_error = 0.1;
  std::vector<double> values;
  std::vector<double> errors;
  for (int i = 0; i < 100; ++i) {
    values.push_back(0.4 + 0.002 * i);
    errors.push_back(i == 99 ? 0 : 0.1);
  }
  CHECK(bootstrap_limits(BootstrapMethod::studentised, {values, errors, 7}, sample, 0.9).low);
  for (std::size_t i = 90; i < 100; ++i) errors[i] = 0;
  CHECK(bootstrap_limits(BootstrapMethod::studentised, {values, errors, 7}, sample, 0.9).reason ==
        "too many resamples have no variance");
}

TEST_CASE("what cannot be computed is refused") {
  const Invented invented;
  const ResampleLaw law = law_of(invented.resamples(7), 0.5);
  CHECK_THROWS_AS(bootstrap_limits(BootstrapMethod::studentised, law, invented.sample, 0.95), std::invalid_argument);
  CHECK_THROWS_AS(bootstrap_limits(BootstrapMethod::percentile, law, invented.sample, 1), std::invalid_argument);
  CHECK_THROWS_AS(bootstrap_limits(BootstrapMethod::studentised, {invented.values, {}, 7}, invented.sample, 0.95),
                  std::invalid_argument);
}

TEST_CASE("all methods agree on a large sample") {
  const std::vector<Cluster> kinds{{{2, 0, 0, 0}, 300}, {{1, 0, 1, 0}, 200}, {{0, 1, 0, 1}, 150}, {{0, 0, 0, 1}, 900}};
  std::vector<std::uint64_t> counts;
  for (const Cluster& kind : kinds) counts.push_back(kind.count);
  const Multinomial draws(counts);
  std::vector<double> values;
  std::vector<double> errors;
  std::vector<std::uint64_t> times(kinds.size());
  for (std::uint64_t i = 0; i < 4000; ++i) {
    RandomStream random(5, i);
    draws.draw(random, times);
    const Estimated one = linearised_resample(Measure::f1, kinds, times);
    values.push_back(*one.value);
    errors.push_back(*one.standard_error);
  }
  const Estimated whole = linearised(Measure::f1, kinds);
  const SampleFacts sample{whole.value, jackknife_acceleration(Measure::f1, kinds), whole.standard_error, {}};
  const Limits expected = linearised_limits(Measure::f1, kinds, {});
  for (const BootstrapMethod method : {BootstrapMethod::percentile, BootstrapMethod::basic, BootstrapMethod::normal,
                                       BootstrapMethod::bca, BootstrapMethod::studentised}) {
    INFO(static_cast<int>(method));
    const Limits limits = bootstrap_limits(method, {values, errors, 7}, sample, 0.95);
    CHECK(*limits.low == approx(*expected.low).epsilon(0).margin(0.15 * *whole.standard_error));
    CHECK(*limits.high == approx(*expected.high).epsilon(0).margin(0.15 * *whole.standard_error));
  }
}
