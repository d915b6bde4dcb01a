// SPDX-License-Identifier: Apache-2.0
#include "stats/verification_bias.hpp"

#include "catch.hpp"
#include "stats/linearised.hpp"
#include "stats/multinomial.hpp"
#include "stats/normal.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

using namespace cxrval::stats;

namespace {

// Hepatic scintigraphy (Drum and Christacopoulos, J. Nucl. Med. 13, 1972), the example of Zhou, Obuchowski and McClish.
const PartlyVerified scintigraphy{{231, 32, 27, 54}, 166, 140};

using Six = std::array<std::uint64_t, 6>;

PartlyVerified of(const Six& n) {
  return {{n[0], n[1], n[2], n[3]}, n[4], n[5]};
}

std::vector<PartlyVerifiedUnits> singles(const Six& n) {
  std::vector<PartlyVerifiedUnits> units;
  for (std::size_t i = 0; i < n.size(); ++i) {
    Six one{};
    one[i] = 1;
    units.push_back({of(one), n[i]});
  }
  return units;
}

Six random_counts(std::mt19937& random) {
  Six counts{};
  for (std::uint64_t& count : counts) count = 1 + random() % 40;
  return counts;
}

std::optional<double> corrected_value(Measure measure, const PartlyVerified& studies) {
  return corrected(measure, std::vector<PartlyVerifiedUnits>{{studies, 1}}).value;
}

// The influence of each single study by adding and taking away studies of its sort, of counts a million times as large.
double slope(Measure measure, const Six& counts, std::size_t which) {
  constexpr std::uint64_t size = 1'000'000;
  constexpr std::uint64_t step = 100;
  Six up = counts;
  for (std::uint64_t& count : up) count *= size;
  Six down = up;
  up[which] += step;
  down[which] -= step;
  return (*corrected_value(measure, of(up)) - *corrected_value(measure, of(down))) / (2.0 * step) * size;
}

}  // namespace

TEST_CASE("hepatic scintigraphy has the published corrected sensitivity and specificity") {
  CHECK(*corrected_value(Measure::sensitivity, scintigraphy) == approx(0.84).epsilon(0).margin(0.005));
  CHECK(*corrected_value(Measure::specificity, scintigraphy) == approx(0.74).epsilon(0).margin(0.005));
  CHECK(*value(Measure::sensitivity, scintigraphy.verified) == approx(0.90).epsilon(0).margin(0.005));
  CHECK(*value(Measure::specificity, scintigraphy.verified) == approx(0.63).epsilon(0).margin(0.005));
}

TEST_CASE("predictive values stay, and the corrected cells sum to all studies") {
  std::mt19937 random(81);
  for (int trial = 0; trial < 100; ++trial) {
    const PartlyVerified studies = of(random_counts(random));
    const RealCells cells = corrected_cells(studies).value();
    const auto unverified = static_cast<double>(studies.unverified_positive + studies.unverified_negative);
    REQUIRE(cells.positives() + cells.negatives() ==
            approx(static_cast<double>(studies.verified.total()) + unverified));
    for (const Measure measure : {Measure::ppv, Measure::npv, Measure::fdr}) {
      REQUIRE(*corrected_value(measure, studies) == approx(*value(measure, studies.verified)));
    }
  }
}

TEST_CASE("standard errors are those of Begg and Greenes") {
  std::mt19937 random(82);
  for (int trial = 0; trial < 100; ++trial) {
    const Six n = random_counts(random);
    const RealCells c = real_cells(of(n).verified);
    const double called = c.tp + c.fp + static_cast<double>(n[4]);
    const double cleared = c.fn + c.tn + static_cast<double>(n[5]);
    const double results = (called + cleared) / (called * cleared);
    const double of_sensitivity = results + c.fp / (c.tp * (c.tp + c.fp)) + c.tn / (c.fn * (c.fn + c.tn));
    const double of_specificity = results + c.tp / (c.fp * (c.tp + c.fp)) + c.fn / (c.tn * (c.fn + c.tn));
    const auto logit = [&](Measure measure) {
      return *on_scale(corrected(measure, singles(n)), Scale::logit).standard_error;
    };
    REQUIRE(logit(Measure::sensitivity) == approx(std::sqrt(of_sensitivity)).epsilon(1e-10));
    REQUIRE(logit(Measure::specificity) == approx(std::sqrt(of_specificity)).epsilon(1e-10));
  }
}

TEST_CASE("standard errors of all measures are those of small steps") {
  std::mt19937 random(83);
  for (int trial = 0; trial < 20; ++trial) {
    const Six n = random_counts(random);
    for (const Measure measure : all_measures()) {
      double squares = 0;
      for (std::size_t i = 0; i < n.size(); ++i) {
        squares += static_cast<double>(n[i]) * std::pow(slope(measure, n, i), 2);
      }
      INFO(name(measure));
      REQUIRE(*corrected(measure, singles(n)).standard_error == approx(std::sqrt(squares)).epsilon(1e-4));
    }
  }
}

TEST_CASE("with every study verified nothing is corrected") {
  const Confusion counts{31, 7, 12, 55};
  const std::vector<Cluster> plain{{{2, 0, 1, 1}, 5}, {{0, 1, 0, 3}, 9}, {{1, 1, 0, 0}, 4}};
  std::vector<PartlyVerifiedUnits> units;
  for (const Cluster& unit : plain) units.push_back({{unit.cells, 0, 0}, unit.count});
  for (const Measure measure : all_measures()) {
    CHECK(*corrected_value(measure, {counts, 0, 0}) == approx(*value(measure, counts)));
    CHECK(*corrected(measure, units).standard_error == approx(*linearised(measure, plain).standard_error));
  }
}

TEST_CASE("equal studies of the same patients tell no more than one each") {
  const Six n{231, 32, 27, 54, 166, 140};
  std::vector<PartlyVerifiedUnits> fourfold = singles(n);
  for (PartlyVerifiedUnits& unit : fourfold) {
    unit.studies += PartlyVerified(unit.studies);
    unit.studies += PartlyVerified(unit.studies);
  }
  const double single = *corrected(Measure::f1, singles(n)).standard_error;
  // Four times the studies of the same patients tell no more.
  CHECK(*corrected(Measure::f1, fourfold).standard_error == approx(single));
}

TEST_CASE("where verification follows the result of the AI, limits of the corrected numbers hold the truth") {
  // Prevalence 0.3, sensitivity 0.8, specificity 0.7; 9 of 10 positive and 1 of 10 negative results are verified: in
  // ten thousand studies these counts are expected.
  const Multinomial studies({2160, 1890, 60, 490, 450, 4950});
  std::array<int, 2> held{};
  double naive = 0;
  constexpr int samples = 600;
  for (std::uint64_t i = 0; i < samples; ++i) {
    RandomStream random(84, i);
    Six n{};
    studies.draw(random, n);
    const Limits sensitivity = corrected_limits(Measure::sensitivity, singles(n), {});
    const Limits specificity = corrected_limits(Measure::specificity, singles(n), {});
    held[0] += *sensitivity.low <= 0.8 && 0.8 <= *sensitivity.high;
    held[1] += *specificity.low <= 0.7 && 0.7 <= *specificity.high;
    naive += *value(Measure::sensitivity, of(n).verified) / samples;
  }
  CHECK(naive > 0.96);
  for (const int count : held) {
    CHECK(count > 0.92 * samples);
    CHECK(count < 0.98 * samples);
  }
}

TEST_CASE("limits of few patients are Student's with M - 1 degrees, the variance times M / (M - 1)") {
  const std::vector<PartlyVerifiedUnits> units{
      {{{2, 0, 1, 1}, 1, 0}, 3}, {{{0, 1, 0, 3}, 0, 2}, 5}, {{{1, 1, 0, 0}, 0, 1}, 4}};
  const Estimated plain = corrected(Measure::f1, units);
  const Estimated few = corrected(Measure::f1, units, true);
  CHECK(*few.standard_error == approx(*plain.standard_error * std::sqrt(12.0 / 11)));
  const Limits limits = corrected_limits(Measure::f1, units, {0.95, true});
  const Estimated logit = on_scale(few, Scale::logit);
  // R 4.2.2: qt(0.975, 11) is 2.200985160091639.
  CHECK(std::log(*limits.high / (1 - *limits.high)) ==
        approx(*logit.value + 2.200985160091639 * *logit.standard_error));
  const std::vector<PartlyVerifiedUnits> one{{{{3, 1, 2, 4}, 1, 1}, 1}};
  CHECK(corrected_limits(Measure::f1, one, {0.95, true}).reason == "too few units for a t interval");
}

TEST_CASE("a result of which no study is verified leaves everything undefined") {
  const PartlyVerified studies{{5, 3, 0, 0}, 2, 9};
  CHECK_FALSE(corrected_cells(studies));
  CHECK_FALSE(corrected_value(Measure::ppv, studies));
  const std::vector<PartlyVerifiedUnits> units{{studies, 1}};
  CHECK(corrected_limits(Measure::f1, units, {}).reason == "the number is undefined");
  CHECK(*corrected_value(Measure::ppv, {{5, 3, 0, 0}, 2, 0}) == approx(5.0 / 8));
}
