// SPDX-License-Identifier: Apache-2.0
#include "stats/proportion.hpp"

#include "catch.hpp"
#include "stats/normal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

struct Limits {
  double low;
  double high;
};

struct Published {
  std::uint64_t x;
  std::uint64_t n;
  double level;
  std::array<Limits, 6> limits;  // in the order of all_proportion_methods()
};

// Clopper-Pearson of R's binom.test, Wilson with and without correction of R's prop.test, the others of statsmodels
// 0.13.5 proportion_confint; Wald's not cut at 0 and 1.
const Published published[]{
    {1178,
     1756,
     0.95,
     {{{0.6485122434370477, 0.6924275594029606},
       {0.648223306123863, 0.69270684599183},
       {0.648307972455632, 0.6928053539480479},
       {0.6485090837616402, 0.6924307190783682},
       {0.6485970718270646, 0.6925259240850106},
       {0.6488643327513947, 0.6928213164513389}}}},
    {3855,
     4529,
     0.95,
     {{{0.8405183629651103, 0.8612489564742063},
       {0.840404890665932, 0.861356094383704},
       {0.8404793478099575, 0.8614281899422801},
       {0.8405140947661178, 0.8612532246731988},
       {0.8405928462945154, 0.8613210321254148},
       {0.8408158599111375, 0.8615466925286948}}}},
    {0,
     20,
     0.95,
     {{{0, 0.16112515805281938},
       {0, 0.200453345013487},
       {0.0, 0.1684334709830853},
       {0.0, 0.18980956054248885},
       {2.4246478459242774e-05, 0.11663898290487539},
       {0.0, 0.0}}}},
    {20,
     20,
     0.95,
     {{{0.8388748419471806, 1},
       {0.799546654986513, 1},
       {0.8315665290169147, 1.0},
       {0.8101904394575112, 1.0},
       {0.8833610170951246, 0.9999757535215408},
       {1.0, 1.0}}}},
    {1,
     20,
     0.95,
     {{{0.008881448800795402, 0.23613119344674205},
       {0.00261555513669134, 0.269443745571467},
       {0.0012650894979498047, 0.24873276277202777},
       {0.0, 0.25411451392920276},
       {0.0054490325814266025, 0.2108186362492652},
       {-0.04551682940272121, 0.1455168294027212}}}},
    {19,
     20,
     0.95,
     {{{0.763868806553258, 0.9911185511992047},
       {0.730556254428533, 0.997384444863308},
       {0.7512672372279723, 0.9987349105020502},
       {0.7458854860707973, 1.0},
       {0.7891813637507348, 0.9945509674185734},
       {0.8544831705972787, 1.0455168294027213}}}},
    {1,
     1,
     0.95,
     {{{0.20654931437723745, 1},
       {0.054620755528852, 1},
       {0.025000000000000022, 1.0},
       {0.167499485479413, 1.0},
       {0.1467463163095752, 0.9996144190192441},
       {1.0, 1.0}}}},
    {0,
     1,
     0.95,
     {{{0, 0.7934506856227626},
       {0, 0.945379244471148},
       {0.0, 0.975},
       {0.0, 0.832500514520587},
       {0.0003855809807559016, 0.8532536836904248},
       {0.0, 0.0}}}},
    {5,
     10,
     0.99,
     {{{0.1842255182472355, 0.8157744817527646},
       {0.184225518247236, 0.815774481752765},
       {0.12831055393508328, 0.8716894460649167},
       {0.1842255182472355, 0.8157744817527646},
       {0.15823618355626703, 0.841763816443733},
       {0.09272562684901187, 0.9072743731509881}}}},
    {45,
     50,
     0.9,
     {{{0.8084624858484291, 0.950470965522555},
       {0.796316518499651, 0.957123383905892},
       {0.8011669974835816, 0.9597634095978854},
       {0.8056996966710812, 0.9532337546999028},
       {0.8135891622386764, 0.9531924380072817},
       {0.8302147707793996, 0.9697852292206004}}}},
    {81,
     263,
     0.95,
     {{{0.2552885198782742, 0.36620957698280004},
       {0.253508682295185, 0.368176201043004},
       {0.2527367455852713, 0.36762192260135146},
       {0.25522066518999675, 0.3662774316710775},
       {0.2545219349910236, 0.3656474991740823},
       {0.2521901262131072, 0.36377945553594226}}}},
    {2419,
     2419,
     0.95,
     {{{0.9984144819683893, 1},
       {0.998023323050284, 1},
       {0.9984762016595337, 1.0},
       {0.9980865549136347, 1.0},
       {0.9989622240714248, 0.9999997970302754},
       {1.0, 1.0}}}},
};

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

double chance_at_least(std::uint64_t x, std::uint64_t n, double p) {
  double sum = 0;
  for (std::uint64_t k = x; k <= n; ++k) {
    const auto hits = static_cast<double>(k);
    const auto whole = static_cast<double>(n);
    sum += std::exp(log_choose(whole, hits) + hits * std::log(p) + (whole - hits) * std::log1p(-p));
  }
  return sum;
}

struct Asked {
  std::uint64_t x;
  std::uint64_t n;
  double level;
};

Asked random_case(std::mt19937& random) {
  const std::uint64_t n = 1 + random() % 120;
  constexpr std::array levels{0.5, 0.9, 0.95, 0.99};
  return {random() % (n + 1), n, levels[random() % levels.size()]};
}

}  // namespace

TEST_CASE("limits of a share are those of R and statsmodels") {
  for (const Published& row : published) {
    for (std::size_t i = 0; i < row.limits.size(); ++i) {
      const ProportionMethod method = all_proportion_methods()[i];
      const Interval interval = proportion_interval(row.x, row.n, row.level, method);
      INFO(row.x << " of " << row.n << " by " << name(method));
      CHECK(*interval.estimate == static_cast<double>(row.x) / static_cast<double>(row.n));
      CHECK(*interval.low == approx(std::max(row.limits[i].low, 0.0)).epsilon(0).margin(1e-9));
      CHECK(*interval.high == approx(std::min(row.limits[i].high, 1.0)).epsilon(0).margin(1e-9));
    }
  }
}

TEST_CASE("limits of a thousand million cases are those of R's qbeta") {
  struct Large {
    std::uint64_t x;
    double level;
    Limits exact;
    Limits jeffreys;
  };
  // R 4.2.2.
  const Large large[]{
      {1, 0.95, {2.5317807983969421e-11, 5.5716433782031108e-09}, {1.0789764133310203e-10, 4.6742017924925419e-09}},
      {1000, 0.95, {9.3897304658956096e-07, 1.0639521019952884e-06}, {9.3945755234785423e-07, 1.0634366115602348e-06}},
      {500'000'000, 0.95, {0.49996900974842229, 0.50003099025157771}, {0.49996901024842227, 0.50003098975157778}},
      {999'999'990, 0.99, {0.9999999786021726, 0.9999999962830779}, {0.99999997929946771, 0.99999999598317324}}};
  for (const Large& row : large) {
    const Interval exact = proportion_interval(row.x, 1'000'000'000, row.level, ProportionMethod::clopper_pearson);
    CHECK(*exact.low == approx(row.exact.low).epsilon(1e-9));
    CHECK(*exact.high == approx(row.exact.high).epsilon(0).margin(1e-14));
    const Interval jeffreys = proportion_interval(row.x, 1'000'000'000, row.level, ProportionMethod::jeffreys);
    CHECK(*jeffreys.low == approx(row.jeffreys.low).epsilon(1e-9));
    CHECK(*jeffreys.high == approx(row.jeffreys.high).epsilon(0).margin(1e-14));
  }
}

TEST_CASE("at the exact limits the observed count or more and or fewer has half the error chance") {
  std::mt19937 random(31);
  for (int trial = 0; trial < 300; ++trial) {
    const Asked asked = random_case(random);
    const double tail = (1 - asked.level) / 2;
    const Interval interval = proportion_interval(asked.x, asked.n, asked.level, ProportionMethod::clopper_pearson);
    if (asked.x == 0) {
      REQUIRE(*interval.low == 0);
    } else {
      REQUIRE(chance_at_least(asked.x, asked.n, *interval.low) == approx(tail).epsilon(1e-9));
    }
    if (asked.x == asked.n) {
      REQUIRE(*interval.high == 1);
    } else {
      REQUIRE(chance_at_least(asked.n - asked.x, asked.n, 1 - *interval.high) == approx(tail).epsilon(1e-9));
    }
  }
}

TEST_CASE("Wilson's limits are the shares that the score test just keeps") {
  std::mt19937 random(32);
  for (int trial = 0; trial < 300; ++trial) {
    const Asked asked = random_case(random);
    const Interval interval = proportion_interval(asked.x, asked.n, asked.level);
    const double z = z_of(asked.level);
    for (const double limit : {*interval.low, *interval.high}) {
      const double away = static_cast<double>(asked.x) / static_cast<double>(asked.n) - limit;
      const double variance = limit * (1 - limit) / static_cast<double>(asked.n);
      REQUIRE(away * away == approx(z * z * variance).epsilon(1e-9).margin(1e-15));
    }
  }
}

TEST_CASE("limits rise with the count, mirror each other and hold the share") {
  std::mt19937 random(33);
  for (int trial = 0; trial < 300; ++trial) {
    const Asked asked = random_case(random);
    for (const ProportionMethod method : all_proportion_methods()) {
      INFO(asked.x << " of " << asked.n << " at " << asked.level << " by " << name(method));
      const Interval interval = proportion_interval(asked.x, asked.n, asked.level, method);
      const Interval mirror = proportion_interval(asked.n - asked.x, asked.n, asked.level, method);
      REQUIRE(*interval.low == approx(1 - *mirror.high).epsilon(0).margin(1e-15));
      REQUIRE(*interval.high == approx(1 - *mirror.low).epsilon(0).margin(1e-15));
      REQUIRE((*interval.low >= 0 && *interval.high <= 1 && *interval.low <= *interval.high));
      // Jeffreys' and, at low levels, Agresti and Coull's need not hold it at the ends.
      if (asked.x > 0 && asked.x < asked.n) {
        REQUIRE(*interval.low <= *interval.estimate);
        REQUIRE(*interval.high >= *interval.estimate);
      }
      // Wald's narrows so fast towards the ends that its limits do not rise there.
      if (asked.x == asked.n || method == ProportionMethod::wald) continue;
      const Interval next = proportion_interval(asked.x + 1, asked.n, asked.level, method);
      REQUIRE(*next.low >= *interval.low);
      REQUIRE(*next.high >= *interval.high);
    }
  }
}

TEST_CASE("a share of no cases has neither value nor limits") {
  for (const ProportionMethod method : all_proportion_methods()) {
    const Interval interval = proportion_interval(0, 0, 0.95, method);
    CHECK_FALSE(interval.estimate);
    CHECK_FALSE(interval.low);
    CHECK_FALSE(interval.high);
  }
}

TEST_CASE("a share above 1 and a level outside 0..1 are refused") {
  CHECK_THROWS_AS(proportion_interval(3, 2, 0.95), std::invalid_argument);
  CHECK_THROWS_AS(proportion_interval(1, 2, 1, ProportionMethod::clopper_pearson), std::invalid_argument);
  CHECK_THROWS_AS(proportion_interval(1, 2, 0), std::invalid_argument);
}

TEST_CASE("measures that are shares of studies are given as such") {
  const Confusion counts{31, 7, 12, 55};
  int found = 0;
  for (const Measure measure : all_measures()) {
    const auto part = share(measure, counts);
    if (!part) continue;
    ++found;
    CHECK(static_cast<double>(part->x) / static_cast<double>(part->n) == *value(measure, counts));
  }
  CHECK(found == 10);
  CHECK(share(Measure::sensitivity, counts)->n == 43);
  CHECK_FALSE(share(Measure::f1, counts));
  CHECK_FALSE(share(Measure::kappa, counts));
  CHECK_FALSE(share(Measure::sensitivity, {0, 7, 0, 55}));
}

TEST_CASE("each method is found by the name that tables print") {
  for (const ProportionMethod method : all_proportion_methods()) {
    CHECK(parse_proportion_method(name(method)) == method);
  }
  CHECK(name(ProportionMethod::clopper_pearson) == "clopper_pearson");
  CHECK_FALSE(parse_proportion_method("exact"));
}
