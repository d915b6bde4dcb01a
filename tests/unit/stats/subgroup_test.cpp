// SPDX-License-Identifier: Apache-2.0
#include "stats/subgroup.hpp"

#include "catch.hpp"
#include "stats/linearised.hpp"
#include "stats/multinomial.hpp"
#include "stats/random.hpp"
#include "stats/reference_law.hpp"

#include <array>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

using namespace cxrval::stats;

namespace {

const std::array<Confusion, 4> cells{{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}};

// Each study is of a patient of its own.
std::vector<GroupedUnits> studies(const std::vector<Confusion>& groups) {
  std::vector<GroupedUnits> units;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const Confusion& c = groups[g];
    const std::array counts{c.tp, c.fp, c.fn, c.tn};
    for (std::size_t k = 0; k < cells.size(); ++k) {
      GroupedUnits unit{std::vector<Confusion>(groups.size()), counts[k]};
      unit.groups[g] = cells[k];
      units.push_back(unit);
    }
  }
  return units;
}

std::vector<GroupedUnits> random_patients(std::mt19937& random, std::size_t groups) {
  std::vector<GroupedUnits> units;
  for (int i = 0; i < 30; ++i) {
    GroupedUnits unit{std::vector<Confusion>(groups), 1 + random() % 3};
    for (Confusion& group : unit.groups) group = {random() % 2, random() % 2, random() % 2, random() % 2};
    units.push_back(unit);
  }
  return units;
}

Confusion total(const std::vector<GroupedUnits>& units, std::size_t group) {
  Confusion sum;
  for (const GroupedUnits& unit : units) {
    for (std::uint64_t i = 0; i < unit.count; ++i) sum += unit.groups[group];
  }
  return sum;
}

// M / (M - 1) of the patients of a group whose studies stand below the measure's line.
double factor(Measure measure, const std::vector<GroupedUnits>& units, std::size_t group) {
  double patients = 0;
  for (const GroupedUnits& unit : units) {
    const Confusion& studies_of_unit = unit.groups[group];
    const auto ratio = linear_ratio(measure);
    const bool seen = ratio ? ratio->denominator.sum(studies_of_unit) > 0 : studies_of_unit.total() > 0;
    if (seen) patients += static_cast<double>(unit.count);
  }
  return patients / (patients - 1);
}

// Covariance of two groups' numbers, one patient after the other.
double slow_covariance(Measure measure, const std::vector<GroupedUnits>& units, std::size_t a, std::size_t b) {
  const Gradient of_a = *gradient(measure, real_cells(total(units, a)));
  const Gradient of_b = *gradient(measure, real_cells(total(units, b)));
  double sum = 0;
  for (const GroupedUnits& unit : units) {
    for (std::uint64_t i = 0; i < unit.count; ++i)
      sum += of_a.influence(unit.groups[a]) * of_b.influence(unit.groups[b]);
  }
  return sum * std::sqrt(factor(measure, units, a) * factor(measure, units, b));
}

}  // namespace

TEST_CASE("of two groups the test is the square of the t test of two shares") {
  // (45/60 - 60/100) / sqrt(0.75 * 0.25 / 59 + 0.6 * 0.4 / 99): n p (1 - p) / (n - 1) is the unbiased variance.
  const double t = 0.15 / std::sqrt(0.75 * 0.25 / 59 + 0.6 * 0.4 / 99);
  const Interaction found = interaction(Measure::sensitivity, studies({{45, 3, 15, 20}, {60, 9, 40, 70}}));
  CHECK(found.degrees == 1);
  CHECK(*found.chi_square == approx(t * t));
  CHECK(*found.p == approx(student_t_two_sided_p(t, 59)));
  CHECK(*found.groups[0].t == approx(t));
  CHECK(*found.groups[1].t == approx(-t));
  CHECK(*found.groups[0].p == approx(*found.p));
  CHECK(*found.groups[0].group.value == approx(0.75));
  CHECK(*found.groups[0].group.standard_error == approx(std::sqrt(0.75 * 0.25 / 59)));
  CHECK(found.degrees_denominator == 59);
  CHECK(found.groups[1].degrees_denominator == 59);
  CHECK(*found.groups[1].difference == approx(-0.15));
}

TEST_CASE("of two groups of the same patients the test is the square of the t of their difference") {
  std::mt19937 random(91);
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<GroupedUnits> units = random_patients(random, 2);
    for (const Measure measure : all_measures()) {
      const Interaction found = interaction(measure, units);
      const double difference = *value(measure, total(units, 0)) - *value(measure, total(units, 1));
      const double variance = slow_covariance(measure, units, 0, 0) + slow_covariance(measure, units, 1, 1) -
                              2 * slow_covariance(measure, units, 0, 1);
      INFO(name(measure));
      REQUIRE(*found.chi_square == approx(difference * difference / variance).epsilon(1e-8).margin(1e-12));
      REQUIRE(*found.groups[0].t == approx(difference / std::sqrt(variance)).epsilon(1e-8).margin(1e-12));
      REQUIRE(*found.p == approx(*found.groups[0].p).epsilon(1e-8));
      REQUIRE(found.degrees_denominator == found.groups[0].degrees_denominator);
    }
  }
}

TEST_CASE("of independent groups the test is Cochran's Q with weights of one over the variance") {
  std::mt19937 random(92);
  for (int trial = 0; trial < 50; ++trial) {
    std::vector<Confusion> groups;
    for (int g = 0; g < 5; ++g)
      groups.push_back({1 + random() % 50, 1 + random() % 50, 1 + random() % 50, 1 + random() % 50});
    for (const Measure measure : all_measures()) {
      double weights = 0;
      double mean = 0;
      std::vector<std::array<double, 2>> each;
      for (const Confusion& group : groups) {
        const std::vector<Cluster> units{
            {cells[0], group.tp}, {cells[1], group.fp}, {cells[2], group.fn}, {cells[3], group.tn}};
        const Estimated one = linearised(measure, units);
        const std::vector<GroupedUnits> alone = studies({group});
        const double raised = factor(measure, alone, 0) * *one.standard_error * *one.standard_error;
        each.push_back({*one.value, 1 / raised});
        weights += each.back()[1];
        mean += each.back()[0] * each.back()[1];
      }
      double q = 0;
      for (const auto& [number, weight] : each) q += weight * (number - mean / weights) * (number - mean / weights);
      const Interaction found = interaction(measure, studies(groups));
      INFO(name(measure));
      REQUIRE(found.degrees == 4);
      REQUIRE(*found.chi_square == approx(q).epsilon(1e-8));
      REQUIRE(*found.p == approx(f_law_p(*found.chi_square / 4, 4, static_cast<double>(*found.degrees_denominator))));
    }
  }
}

TEST_CASE("of three groups of the same patients the test inverts the covariance of two differences") {
  std::mt19937 random(93);
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<GroupedUnits> units = random_patients(random, 3);
    const Measure measure = all_measures()[random() % all_measures().size()];
    double v[3][3];
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t b = 0; b < 3; ++b) v[a][b] = slow_covariance(measure, units, a, b);
    }
    const double last = *value(measure, total(units, 2));
    const double x = *value(measure, total(units, 0)) - last;
    const double y = *value(measure, total(units, 1)) - last;
    const double xx = v[0][0] + v[2][2] - 2 * v[0][2];
    const double yy = v[1][1] + v[2][2] - 2 * v[1][2];
    const double xy = v[0][1] - v[0][2] - v[1][2] + v[2][2];
    const double expected = (yy * x * x - 2 * xy * x * y + xx * y * y) / (xx * yy - xy * xy);
    INFO(name(measure));
    REQUIRE(*interaction(measure, units).chi_square == approx(expected).epsilon(1e-7).margin(1e-12));
  }
}

TEST_CASE("ratios are compared by their logarithms when asked") {
  // Woolf's test of two odds ratios: the difference of the logarithms over sqrt of the sum of one over each count.
  const Interaction found =
      interaction(Measure::diagnostic_odds_ratio, studies({{40, 10, 8, 60}, {30, 20, 15, 50}}), Scale::log);
  const double difference = std::log(40.0 * 60 / (10 * 8)) - std::log(30.0 * 50 / (20 * 15));
  const double first = (1.0 / 40 + 1.0 / 10 + 1.0 / 8 + 1.0 / 60) * 118 / 117;
  const double variance = first + (1.0 / 30 + 1.0 / 20 + 1.0 / 15 + 1.0 / 50) * 115 / 114;
  CHECK(*found.chi_square == approx(difference * difference / variance));
  CHECK(*found.groups[0].difference == approx(difference));
  CHECK(*found.groups[0].group.value == approx(30));
  CHECK(*found.groups[0].group.standard_error == approx(30 * std::sqrt(first)));
}

TEST_CASE("where groups do not differ the test finds a difference as seldom as it says") {
  // Patients have a study in each of two groups, mostly with the same result, or one study in a third.
  const std::vector<GroupedUnits> kinds{{{cells[0], cells[0], {}}, 120}, {{cells[0], cells[2], {}}, 20},
                                        {{cells[2], cells[0], {}}, 20},  {{cells[2], cells[2], {}}, 40},
                                        {{{}, {}, cells[0]}, 140},       {{{}, {}, cells[2]}, 60}};
  std::vector<std::uint64_t> counts;
  for (const GroupedUnits& kind : kinds) counts.push_back(kind.count);
  const Multinomial patients(counts);
  int found = 0;
  constexpr int samples = 2000;
  for (std::uint64_t i = 0; i < samples; ++i) {
    RandomStream random(94, i);
    std::vector<std::uint64_t> times(kinds.size());
    patients.draw(random, times);
    std::vector<GroupedUnits> drawn = kinds;
    for (std::size_t k = 0; k < kinds.size(); ++k) drawn[k].count = times[k];
    found += *interaction(Measure::sensitivity, drawn).p < 0.05;
  }
  CHECK(found > 0.035 * samples);
  CHECK(found < 0.065 * samples);
}

namespace {

// How often the test of two groups at 5 % finds a difference between patients who are alike: M of each group with one
// to four studies, the chance of a hit the patient's own.
double size_of_test(std::array<int, 2> patients, int samples) {
  int found = 0;
  int tested = 0;
  for (int sample = 0; sample < samples; ++sample) {
    RandomStream random(97, static_cast<std::uint64_t>(sample));
    std::vector<GroupedUnits> units;
    for (std::size_t group = 0; group < 2; ++group) {
      for (int patient = 0; patient < patients[group]; ++patient) {
        GroupedUnits unit{std::vector<Confusion>(2), 1};
        const double chance = 0.4 + 0.5 * random.uniform();
        const int count = 1 + static_cast<int>(4 * random.uniform());
        for (int study = 0; study < count; ++study) unit.groups[group].add(true, random.uniform() < chance);
        units.push_back(unit);
      }
    }
    const Interaction test = interaction(Measure::sensitivity, units);
    tested += test.p.has_value();
    found += test.p && *test.p < 0.05;
  }
  return static_cast<double>(found) / tested;
}

}  // namespace

TEST_CASE("with few patients the test finds a difference no more often than it says") {
  for (const std::array<int, 2> patients : {std::array{12, 12}, std::array{6, 6}, std::array{4, 40}}) {
    const double size = size_of_test(patients, 4000);
    INFO(patients[0] << " and " << patients[1] << " patients: " << size);
    CHECK(size < 0.06);
    CHECK(size > 0.005);
  }
}

TEST_CASE("a ratio of 0 is defined, but has no logarithm to be compared") {
  const Interaction found =
      interaction(Measure::lr_negative, studies({{40, 10, 0, 60}, {30, 20, 15, 50}, {5, 4, 3, 9}}), Scale::log);
  CHECK(found.reason == "the number is at the end of its scale");
  CHECK(found.groups[0].reason == "the number is at the end of its scale");
  CHECK(found.groups[0].group.value == 0.0);
  CHECK(found.groups[1].p);
}

TEST_CASE("there is no test, but a reason, where a group shows nothing") {
  const Interaction undefined = interaction(Measure::sensitivity, studies({{5, 1, 3, 8}, {0, 1, 0, 8}, {4, 1, 4, 9}}));
  CHECK_FALSE(undefined.chi_square);
  CHECK_FALSE(undefined.p);
  CHECK(undefined.reason == "the measure is undefined in a group");
  CHECK_FALSE(undefined.groups[1].group.value);
  CHECK(undefined.groups[1].reason == "the measure is undefined in a group");
  CHECK(undefined.groups[0].p);
  const Interaction perfect = interaction(Measure::sensitivity, studies({{5, 1, 3, 8}, {6, 1, 0, 8}}));
  CHECK(perfect.reason == "no variance was seen in a group");
  CHECK(perfect.groups[0].reason == "no variance was seen");
  CHECK(perfect.groups[1].group.value == 1.0);
  CHECK_FALSE(perfect.groups[1].t);
}

TEST_CASE("groups that always agree cannot be tested") {
  const std::vector<GroupedUnits> same{{{cells[0], cells[0]}, 7}, {{cells[2], cells[2]}, 4}, {{cells[3], cells[3]}, 4}};
  const Interaction found = interaction(Measure::sensitivity, same);
  CHECK_FALSE(found.p);
  CHECK(found.reason == "the covariance of the groups cannot be inverted");
  CHECK(found.groups[0].reason == "no variance was seen");
}

TEST_CASE("fewer than two groups and unequal numbers of them are refused") {
  CHECK_THROWS_AS(interaction(Measure::f1, {}), std::invalid_argument);
  CHECK_THROWS_AS(interaction(Measure::f1, studies({{1, 1, 1, 1}})), std::invalid_argument);
  const std::vector<GroupedUnits> uneven{{{cells[0], cells[1]}, 1}, {{cells[0]}, 1}};
  CHECK_THROWS_AS(interaction(Measure::f1, uneven), std::invalid_argument);
}
