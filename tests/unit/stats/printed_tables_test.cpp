// SPDX-License-Identifier: Apache-2.0
#include "stats/printed_tables.hpp"

#include "base/error.hpp"
#include "stats/bootstrap.hpp"
#include "stats/exact_law.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

using namespace cxrval::stats;

namespace {

PrintedMetric printed(Measure measure, const char* estimate) {
  return {measure, parse_printed(estimate).value(), std::nullopt};
}

PrintedMetric printed(Measure measure, const char* estimate, const char* low, const char* high) {
  return {measure, parse_printed(estimate).value(), {{parse_printed(low).value(), parse_printed(high).value()}}};
}

std::set<Confusion> counts_of(const std::vector<FittingTable>& tables) {
  std::set<Confusion> found;
  for (const FittingTable& table : tables) found.insert(table.counts);
  return found;
}

bool is_in(double value, const PrintedNumber& cell, double margin = 1e-12) {
  return value >= cell.low() - margin && value <= cell.high() + margin;
}

// As the header of printed_fit.hpp says it, with quantiles of the enumerated law.
bool slowly_fits(const PrintedMetric& metric, const Confusion& counts, const PrintedRules& rules) {
  const auto point = value(metric.measure, counts);
  if (!point) return false;
  if (!metric.limits) return is_in(*point, metric.estimate);
  const double tail = (1 - rules.level) / 2;
  const double resamples = static_cast<double>(rules.resamples);
  const double noise = rules.noise * std::sqrt(tail * (1 - tail) / resamples);
  const auto law = exact_law(*two_counts(metric.measure, counts),
                             std::vector{tail - noise, tail + noise, 1 - tail - noise, 1 - tail + noise});
  const double mean_noise = rules.noise * law.standard_deviation / std::sqrt(resamples);
  const bool estimate = (rules.point && is_in(*point, metric.estimate)) ||
                        (rules.mean && is_in(law.mean, metric.estimate, mean_noise + 1e-10));
  const auto& limits = *metric.limits;
  return estimate && law.quantiles[0] <= limits[0].high() && law.quantiles[1] >= limits[0].low() &&
         law.quantiles[2] <= limits[1].high() && law.quantiles[3] >= limits[1].low();
}

std::set<Confusion> slow_tables(const PrintedStudy& study) {
  std::set<Confusion> found;
  for (std::uint64_t positives = study.positives_from; positives <= study.positives_to; ++positives) {
    for (std::uint64_t tp = 0; tp <= positives; ++tp) {
      for (std::uint64_t fp = 0; fp <= study.n - positives; ++fp) {
        const Confusion counts{tp, fp, positives - tp, study.n - positives - fp};
        const auto fit = [&](const PrintedMetric& metric) { return slowly_fits(metric, counts, study.rules); };
        if (std::all_of(study.metrics.begin(), study.metrics.end(), fit)) found.insert(counts);
      }
    }
  }
  return found;
}

PrintedStudy paper() {
  PrintedStudy study;
  study.n = 6285;
  study.positives_from = study.positives_to = 1756;
  study.metrics = {printed(Measure::f1, "0.653", "0.635", "0.671")};
  return study;
}

}  // namespace

TEST_CASE("the tables found are those that a search of all tables finds") {
  PrintedStudy study;
  study.n = 40;
  study.positives_from = 11;
  study.positives_to = 13;
  study.rules.resamples = 500;
  std::size_t most = 0;
  for (const bool mean : {true, false}) {
    study.rules.mean = mean;
    for (const std::vector<PrintedMetric>& metrics :
         {std::vector{printed(Measure::f1, "0.64", "0.42", "0.81")},
          std::vector{printed(Measure::f1, "0.6", "0.4", "0.8"), printed(Measure::accuracy, "0.78")},
          std::vector{printed(Measure::sensitivity, "75%", "50%", "100%")},
          std::vector{printed(Measure::ppv, "0.7", "0.4", "0.9"), printed(Measure::npv, "0.9")},
          std::vector{printed(Measure::specificity, "0.85", "0.71", "0.97"), printed(Measure::f2, "0.7")},
          std::vector{printed(Measure::mcc, "0.5"), printed(Measure::kappa, "0.5")},
          std::vector{printed(Measure::accuracy, "0.80", "0.67", "0.92")},
          std::vector{printed(Measure::f1, "0.64", "0.60", "0.70")}}) {
      study.metrics = metrics;
      const auto found = counts_of(fitting_tables(study, 1));
      most = std::max(most, found.size());
      INFO(name(metrics.front().measure) << ' ' << format_printed(metrics.front().estimate));
      CHECK(found == slow_tables(study));
    }
  }
  CHECK(most > 10);
}

TEST_CASE("every table fits what is printed of it") {
  const Confusion counts{9, 4, 3, 24};
  for (const Measure measure : all_measures()) {
    if (!value(measure, counts)) continue;
    const std::string text = format_printed(
        print({static_cast<std::uint64_t>(std::llround(std::abs(*value(measure, counts)) * 1e6)), 1'000'000}, 3));
    INFO(name(measure) << ' ' << text);
    CHECK(fits(printed(measure, text.c_str()), counts, {}));
  }
}

// Normal limits about .653, F1 +- 1.96 * .3157 / sqrt(TP), are printed so for TP 1119 to 1249.
TEST_CASE("the tables that the VinDr-CXR validation's F1 and interval allow") {
  PrintedStudy study = paper();
  study.rules.noise = 0;
  const auto without_noise = counts_of(fitting_tables(study, 2));
  CHECK(without_noise.begin()->tp == approx(1119).epsilon(0).margin(10));
  CHECK(without_noise.rbegin()->tp == approx(1249).epsilon(0).margin(10));
  study.rules.noise = 3;
  const auto found = counts_of(fitting_tables(study, 2));
  CHECK(std::includes(found.begin(), found.end(), without_noise.begin(), without_noise.end()));
  CHECK(found.count({1205, 729, 551, 3800}) == 1);
  CHECK(found.count({1178, 674, 578, 3855}) == 1);
  CHECK(found.count({860, 18, 896, 4511}) == 0);
  CHECK(found.count({1528, 1396, 228, 3133}) == 0);
}

TEST_CASE("a further printed measure leaves fewer tables, and threads change nothing") {
  PrintedStudy study = paper();
  study.metrics.push_back(printed(Measure::accuracy, "79.6%"));
  const auto with_accuracy = counts_of(fitting_tables(study, 1));
  CHECK(with_accuracy.count({1205, 729, 551, 3800}) == 1);
  CHECK(with_accuracy.count({1178, 674, 578, 3855}) == 0);  // its accuracy is .8008
  CHECK(counts_of(fitting_tables(study, 3)) == with_accuracy);
  study.metrics.push_back(printed(Measure::sensitivity, "68.6%"));
  study.metrics.push_back(printed(Measure::specificity, "83.9%"));
  study.rules.mean = false;
  const std::set<Confusion> eight{{1204, 727, 552, 3802}, {1204, 728, 552, 3801}, {1204, 729, 552, 3800},
                                  {1204, 730, 552, 3799}, {1205, 728, 551, 3801}, {1205, 729, 551, 3800},
                                  {1205, 730, 551, 3799}, {1205, 731, 551, 3798}};
  CHECK(counts_of(fitting_tables(study, 1)) == eight);
}

TEST_CASE("the chance of the printed limits is the share of bootstraps that print them") {
  const Confusion counts{1205, 729, 551, 3800};
  const PrintedMetric f1 = printed(Measure::f1, "0.653", "0.635", "0.671");
  PrintedRules rules;
  rules.resamples = 2000;
  int printed_so = 0;
  constexpr int bootstraps = 300;
  const Population population = Population::of_studies(counts);
  for (std::uint64_t seed = 0; seed < bootstraps; ++seed) {
    const Distribution drawn = distribution(Measure::f1, resample(population, rules.resamples, seed));
    printed_so +=
        is_in(*drawn.quantile(0.025), (*f1.limits)[0], 0) && is_in(*drawn.quantile(0.975), (*f1.limits)[1], 0);
  }
  const double chance = describe(f1, counts, rules).chance.value();
  const double noise = std::sqrt(chance * (1 - chance) / bootstraps);
  CHECK(chance == approx(printed_so / double{bootstraps}).epsilon(0).margin(4 * noise));
  // At 10,000 resamples 305 of the seeds 0 to 399 print them (docs/statistics.md).
  rules.resamples = 10'000;
  CHECK(describe(f1, counts, rules).chance.value() == approx(305.0 / 400).epsilon(0).margin(0.06));
}

TEST_CASE("limits by a formula must be printed as the formula gives them") {
  PrintedRules rules;
  rules.bootstrap = false;
  const Confusion counts{80, 10, 20, 90};                                                // sensitivity 80/100
  const PrintedMetric wilson = printed(Measure::sensitivity, "0.80", "0.711", "0.867");  // R prop.test: .7112, .8666
  const PrintedMetric clopper_pearson =
      printed(Measure::sensitivity, "0.80", "0.708", "0.873");  // R binom.test: .7082, .8733
  rules.formulas = {ProportionMethod::wilson};
  CHECK(fits(wilson, counts, rules));
  CHECK_FALSE(fits(clopper_pearson, counts, rules));
  rules.formulas = {ProportionMethod::wilson, ProportionMethod::clopper_pearson};
  CHECK(fits(clopper_pearson, counts, rules));
  CHECK(describe(clopper_pearson, counts, rules).methods == "clopper_pearson");
}

TEST_CASE("Wald's limits of F1 come from its closed standard error") {
  const Interval interval = formula_interval(Measure::f1, {1178, 674, 578, 3855}, ProportionMethod::wald, 0.95);
  CHECK(*interval.high - *interval.estimate == approx(1.959963984540054 * 0.00919760775194975).epsilon(1e-12));
  CHECK_FALSE(formula_interval(Measure::f1, {1178, 674, 578, 3855}, ProportionMethod::wilson, 0.95).low);
  CHECK_FALSE(formula_interval(Measure::mcc, {1178, 674, 578, 3855}, ProportionMethod::wald, 0.95).low);
}

TEST_CASE("too many tables are an error that says what to do") {
  PrintedStudy study;
  study.n = 6285;
  study.positives_to = 6285;
  study.metrics = {printed(Measure::prevalence, "0.3")};
  CHECK_THROWS_WITH(fitting_tables(study, 1),
                    "more than 20000000 tables are left to look at; give another printed measure");
}

TEST_CASE("beside limits by a formula the estimate is no mean over resamples") {
  PrintedRules rules;
  rules.formulas = {ProportionMethod::wilson};
  rules.bootstrap = false;
  const Confusion counts{80, 10, 20, 90};
  const PrintedMetric wilson = printed(Measure::sensitivity, "0.80", "0.711", "0.867");
  CHECK(fits(wilson, counts, rules));
  rules.point = false;
  CHECK_FALSE(fits(wilson, counts, rules));
  CHECK(describe(wilson, counts, rules).methods.empty());
}

TEST_CASE("too many numbers of true positives are an error at once") {
  PrintedStudy study;
  study.n = 1'000'000'000;
  study.positives_to = 500'000'000;
  study.metrics = {printed(Measure::mcc, "0.3")};
  CHECK_THROWS_WITH(fitting_tables(study, 1),
                    "more than 500000000 numbers of true positives are to be looked at; give a narrower range of "
                    "positives or fewer measures");
}

TEST_CASE("the search says how far it is") {
  PrintedStudy study;
  study.n = 300;
  study.positives_from = study.positives_to = 100;
  study.metrics = {printed(Measure::sensitivity, "0.80"), printed(Measure::specificity, "0.90")};
  std::vector<std::size_t> said;
  std::size_t of = 0;
  const std::size_t fitting = fitting_tables(study, 1, [&](std::size_t done, std::size_t total) {
                                said.push_back(done);
                                of = total;
                              }).size();
  CHECK(fitting > 0);
  REQUIRE_FALSE(said.empty());
  CHECK(said.back() == of);
  CHECK(std::is_sorted(said.begin(), said.end()));
}

TEST_CASE("fewer tables are looked at where each takes a law of resamples") {
  PrintedStudy study;
  study.n = 1'000'000;
  study.positives_from = study.positives_to = 300'000;
  study.metrics = {printed(Measure::f1, "0.7", "0.6", "0.8")};
  CHECK_THROWS_WITH(fitting_tables(study, 1),
                    "more than 200000 tables are left to look at; give another printed measure");
}
