// SPDX-License-Identifier: Apache-2.0
#include "stats/clustered_difference.hpp"

#include "catch.hpp"
#include "stats/mcnemar.hpp"
#include "stats/random.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

struct Sample {
  std::vector<std::int8_t> apart;
  std::vector<std::uint32_t> patients;
};

Sample random_sample(RandomStream& random, std::uint32_t patients) {
  Sample sample;
  for (std::uint32_t patient = 0; patient < patients; ++patient) {
    const auto usual = static_cast<std::int8_t>(random.bits() % 4 == 0 ? 1 : 0);
    const std::uint64_t studies = 1 + random.bits() % 4;
    for (std::uint64_t i = 0; i < studies; ++i) {
      sample.apart.push_back(random.bits() % 5 == 0 ? std::int8_t{-1} : usual);
      sample.patients.push_back(patient * 7 + 3);
    }
  }
  return sample;
}

}  // namespace

TEST_CASE("with one study a patient the clustered difference has Wald's standard error, but for n - 1") {
  Sample sample;
  const PairedCounts counts{88, 22, 9, 21};
  for (std::uint64_t i = 0; i < counts.total(); ++i) {
    sample.apart.push_back(i < 22 ? std::int8_t{1} : i < 31 ? std::int8_t{-1} : std::int8_t{0});
    sample.patients.push_back(static_cast<std::uint32_t>(i));
  }
  const ClusteredDifference found = clustered_difference(sample.apart, sample.patients, 0.95);
  const Interval wald = paired_difference_wald(counts, 0.95);
  // Of the t distribution, R 4.3: qt(0.975, 139) / qnorm(0.975) = 1.977177724 / 1.959963985.
  const double wider = std::sqrt(140. / 139.) * 1.977177724 / 1.959963985;
  CHECK(*found.difference.estimate == approx(*wald.estimate).epsilon(1e-14));
  CHECK(*found.difference.high - *wald.estimate == approx((*wald.high - *wald.estimate) * wider).epsilon(1e-8));
  CHECK(*found.t == approx(*found.difference.estimate / *found.standard_error));
  CHECK(*found.p > std::erfc(*found.t / std::sqrt(2.)));
}

TEST_CASE("the clustered standard error is near that of leaving out one patient at a time") {
  RandomStream random(21, 0);
  const Sample sample = random_sample(random, 300);
  const ClusteredDifference found = clustered_difference(sample.apart, sample.patients, 0.95);
  std::vector<double> means;
  for (std::uint32_t patient = 0; patient < 300; ++patient) {
    double sum = 0;
    double n = 0;
    for (std::size_t i = 0; i < sample.apart.size(); ++i) {
      if (sample.patients[i] == patient * 7 + 3) continue;
      sum += sample.apart[i];
      ++n;
    }
    means.push_back(sum / n);
  }
  const double middle = std::accumulate(means.begin(), means.end(), 0.) / 300;
  double squares = 0;
  for (const double mean : means) squares += (mean - middle) * (mean - middle);
  CHECK(found.patients == 300);
  CHECK(*found.standard_error == approx(std::sqrt(squares * 299. / 300.)).epsilon(0.01));
}

TEST_CASE("what is not defined of a clustered difference has a reason") {
  CHECK(clustered_difference({}, {}, 0.95).reason == "no study");
  const std::vector<std::int8_t> apart{1, 0};
  const std::vector<std::uint32_t> one{4, 4};
  CHECK(*clustered_difference(apart, one, 0.95).difference.estimate == 0.5);
  CHECK_FALSE(clustered_difference(apart, one, 0.95).t);
  const std::vector<std::int8_t> same{1, 1};
  const std::vector<std::uint32_t> two{4, 5};
  const ClusteredDifference flat = clustered_difference(same, two, 0.95);
  CHECK(*flat.difference.estimate == 1);
  CHECK_FALSE(flat.difference.low);
  CHECK_FALSE(flat.p);
  CHECK_FALSE(flat.reason.empty());
  CHECK_THROWS_AS(clustered_difference(same, std::vector<std::uint32_t>{1}, 0.95), std::invalid_argument);
}

TEST_CASE("few patients have limits and p values by Student's t") {
  // Totals 1, 0 and 2 of one, one and two studies: mean 3/4, terms 1/4, -3/4 and 1/2, variance (14/16) (3/2) / 16. With
  // two degrees of freedom P(|T| > t) = 1 - t / sqrt(t^2 + 2).
  const std::vector<std::int8_t> apart{1, 0, 1, 1};
  const std::vector<std::uint32_t> patients{1, 2, 3, 3};
  const ClusteredDifference found = clustered_difference(apart, patients, 0.95);
  const double error = std::sqrt(14. / 16 * 1.5 / 16);
  const double t = 0.75 / error;
  CHECK(*found.standard_error == approx(error).epsilon(1e-14));
  CHECK(*found.p == approx(1 - t / std::sqrt(t * t + 2)).epsilon(1e-10));
  CHECK(*found.difference.low == approx(0.75 - 4.302652730 * error).epsilon(1e-8));
  CHECK(*found.difference.high == 1);
}

TEST_CASE("patients who all answer alike show no variance, whatever the mean") {
  for (std::uint32_t studies = 2; studies < 120; ++studies) {
    Sample sample;
    for (std::uint32_t i = 0; i < 3 * studies; ++i) {
      sample.apart.push_back(i % studies == 0 ? std::int8_t{1} : std::int8_t{0});
      sample.patients.push_back(i / studies);
    }
    const ClusteredDifference found = clustered_difference(sample.apart, sample.patients, 0.95);
    CHECK(*found.standard_error == 0);
    CHECK_FALSE(found.t);
    CHECK_FALSE(found.p);
    CHECK(found.reason == "no variance between patients");
  }
}
