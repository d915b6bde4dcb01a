// SPDX-License-Identifier: Apache-2.0
#include "stats/recalibration.hpp"

#include "catch.hpp"
#include "probability_cases.hpp"

#include <cmath>

using namespace cxrval::stats;
using namespace cxrval::stats::test;

namespace {

double chance(double p, double intercept, double slope) {
  return 1 / (1 + std::exp(-intercept - slope * std::log(p / (1 - p))));
}

// How far the likelihood's derivatives are from 0, study by study.
double imbalance(const Scored& scored, double intercept, double slope, bool of_slope) {
  double sum = 0;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    const double p = scored.scores()[i];
    sum += (scored.positive()[i] - chance(p, intercept, slope)) * (of_slope ? std::log(p / (1 - p)) : 1);
  }
  return sum;
}

}  // namespace

TEST_CASE("slope, intercept and calibration in the large are those of R's glm") {
  const Scored scored(twelve_studies());
  const Recalibration found = recalibrate(scored);
  // R 4.2.2: glm(y ~ x, binomial) and glm(y ~ 1 + offset(x), binomial) with x = qlogis(p)
  REQUIRE(*found.intercept == approx(0.335098292960017).epsilon(1e-11));
  REQUIRE(*found.slope == approx(0.885703873392520).epsilon(1e-11));
  REQUIRE(*found.in_the_large == approx(0.378237204139444).epsilon(1e-11));
}

TEST_CASE("weighted slope and intercept are those of R's glm with weights") {
  // R 4.2.2, weights in the order of the studies as they stand here, which is that of their scores but for ties
  const Scored scored({{.05, false, 1},
                       {.1, false, 1},
                       {.2, false, 3},
                       {.2, true, 2},
                       {.3, false, 4},
                       {.35, true, 4},
                       {.5, false, 5},
                       {.5, true, 6},
                       {.6, true, 7},
                       {.7, false, 7},
                       {.8, true, 8},
                       {.9, true, 8}});
  const std::vector<std::uint32_t> weights{2, 0, 3, 1, 1, 1, 0, 2, 1, 1, 1, 2};
  const Recalibration found = recalibrate(scored, weights);
  REQUIRE(*found.intercept == approx(0.786870661002541).epsilon(1e-11));
  REQUIRE(*found.slope == approx(1.287139174890571).epsilon(1e-11));
  REQUIRE(*found.in_the_large == approx(0.616533895201242).epsilon(1e-11));
}

TEST_CASE("the likelihood's derivatives vanish at what is found, and nothing else leaves a number out") {
  std::mt19937 random(4);
  int fitted = 0;
  for (int round = 0; round < 300; ++round) {
    const Scored drawn(random_studies(random, 2 + random() % 40));
    const auto weights = random_weights(random, drawn.size());
    const Recalibration found = recalibrate(drawn, weights);
    const Scored scored = repeated(drawn, weights);
    const double scale = 1e-8 * static_cast<double>(scored.size() + 1);
    const bool two_classes = scored.positives() > 0 && scored.negatives() > 0;
    REQUIRE(found.in_the_large.has_value() == two_classes);
    REQUIRE(found.in_the_large.has_value() == found.in_the_large_reason.empty());
    REQUIRE(found.slope.has_value() == found.reason.empty());
    REQUIRE(found.slope.has_value() == found.intercept.has_value());
    if (found.in_the_large) REQUIRE(std::abs(imbalance(scored, *found.in_the_large, 1, false)) < scale);
    if (!found.slope) continue;
    ++fitted;
    REQUIRE(std::abs(imbalance(scored, *found.intercept, *found.slope, false)) < scale);
    REQUIRE(std::abs(imbalance(scored, *found.intercept, *found.slope, true)) < scale);
  }
  REQUIRE(fitted > 200);
}

TEST_CASE("calibrated probabilities that are stretched have the inverse slope") {
  // Expected counts at five logits, so that the truth lies on the line but for rounding.
  std::vector<ScoredStudy> studies;
  for (const double logit : {-2., -1., 0., 1., 2.}) {
    const double p = 1 / (1 + std::exp(-logit));
    const double stretched = 1 / (1 + std::exp(-2 * logit - 1));
    const auto positives = static_cast<int>(std::lround(100000 * p));
    for (int i = 0; i < 100000; ++i) studies.push_back({stretched, i < positives, static_cast<std::uint32_t>(i)});
  }
  const Recalibration found = recalibrate(Scored(studies));
  REQUIRE(*found.slope == approx(.5).epsilon(1e-4));
  REQUIRE(*found.intercept == approx(-.5).epsilon(1e-4));
}

TEST_CASE("far off and nearly separated probabilities are fitted too") {
  const Scored far({{1e-300, true, 0}, {1e-299, false, 1}, {1e-298, true, 2}, {1e-297, false, 3}});
  const Recalibration found = recalibrate(far);
  REQUIRE(found.slope);
  REQUIRE(found.in_the_large);
  REQUIRE(*found.in_the_large == approx(687.3).epsilon(1e-2));
  std::vector<ScoredStudy> near;
  for (std::uint32_t i = 0; i < 500; ++i) near.push_back({i < 250 ? .1 + i * 1e-4 : .8 + i * 1e-4, i >= 250, i});
  near.push_back({.9, false, 500});
  const Recalibration nearly = recalibrate(Scored(near));
  REQUIRE(nearly.slope);
  const Scored scored(near);
  REQUIRE(std::abs(imbalance(scored, *nearly.intercept, *nearly.slope, true)) < 1e-7);
}

TEST_CASE("a line that has no maximum is said to have none") {
  const Recalibration apart = recalibrate(Scored({{.1, false, 0}, {.4, false, 1}, {.4, true, 2}, {.9, true, 3}}));
  REQUIRE_FALSE(apart.slope);
  REQUIRE_FALSE(apart.intercept);
  REQUIRE(apart.in_the_large);
  REQUIRE(apart.reason == "a threshold separates the classes, so the slope is infinite");
  const Recalibration inverted = recalibrate(Scored({{.1, true, 0}, {.9, false, 1}}));
  REQUIRE_FALSE(inverted.slope);
  const Recalibration certain = recalibrate(Scored({{0, false, 0}, {.5, true, 1}, {.6, false, 2}}));
  REQUIRE_FALSE(certain.slope);
  REQUIRE_FALSE(certain.in_the_large);
  REQUIRE(certain.reason == "a probability is 0 or 1, whose logit is infinite");
  REQUIRE(recalibrate(Scored({{.2, true, 0}, {.3, true, 1}})).in_the_large_reason == "all studies are of one class");
  const Recalibration flat = recalibrate(Scored({{.3, true, 0}, {.3, false, 1}, {.3, false, 2}}));
  REQUIRE(flat.reason == "all probabilities are equal");
  REQUIRE(*flat.in_the_large == approx(std::log(.5) - std::log(.3 / .7)));
  // A study that does not count does no harm.
  const std::vector<std::uint32_t> weights{0, 1, 1, 1};
  REQUIRE(recalibrate(Scored({{0, false, 0}, {.3, true, 1}, {.5, false, 2}, {.6, true, 3}}), weights).slope);
  REQUIRE(recalibrate(Scored({})).reason == "no study");
  REQUIRE_FALSE(recalibrate(Scored({{-1, true, 0}, {2, false, 1}})).slope);
}
