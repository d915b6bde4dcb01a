// SPDX-License-Identifier: Apache-2.0
#include "stats/fleiss_kappa.hpp"

#include "catch.hpp"
#include "stats/random.hpp"

#include <cmath>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

// Fourteen raters, ten subjects, five classes: the worked example that textbooks and statsmodels' tests use.
std::vector<RatedStudy> textbook() {
  return {{{0, 0, 0, 0, 14}, 0}, {{0, 2, 6, 4, 2}, 1}, {{0, 0, 3, 5, 6}, 2}, {{0, 3, 9, 2, 0}, 3},
          {{2, 2, 8, 1, 1}, 4},  {{7, 7, 0, 0, 0}, 5}, {{3, 2, 6, 3, 0}, 6}, {{2, 5, 3, 2, 2}, 7},
          {{6, 5, 2, 1, 0}, 8},  {{0, 2, 2, 3, 7}, 9}};
}

// Pair by pair of ratings within each study, and study against study for the margins.
double slow_kappa(const std::vector<RatedStudy>& studies) {
  double observed = 0;
  std::vector<double> margins(studies.front().times.size());
  double used = 0;
  for (const RatedStudy& study : studies) {
    std::vector<std::size_t> ratings;
    for (std::size_t j = 0; j < study.times.size(); ++j) ratings.insert(ratings.end(), study.times[j], j);
    if (ratings.size() < 2) continue;
    double equal = 0;
    double pairs = 0;
    for (std::size_t a = 0; a < ratings.size(); ++a) {
      for (std::size_t b = a + 1; b < ratings.size(); ++b) {
        ++pairs;
        if (ratings[a] == ratings[b]) ++equal;
      }
      margins[ratings[a]] += 1 / static_cast<double>(ratings.size());
    }
    observed += equal / pairs;
    ++used;
  }
  double expected = 0;
  for (const double margin : margins) expected += margin * margin / (used * used);
  return (observed / used - expected) / (1 - expected);
}

std::vector<RatedStudy> random_studies(RandomStream& random, std::size_t count, std::uint32_t raters) {
  std::vector<RatedStudy> studies;
  for (std::uint32_t i = 0; i < count; ++i) {
    RatedStudy study{std::vector<std::uint32_t>(3), i / 2};
    const std::uint64_t likely = random.bits() % 3;
    for (std::uint32_t rater = 0; rater < raters; ++rater) {
      if (random.bits() % 5 == 0) continue;
      ++study.times[random.bits() % 3 == 0 ? random.bits() % 3 : likely];
    }
    studies.push_back(study);
  }
  return studies;
}

}  // namespace

TEST_CASE("Fleiss' kappa of the textbook example is 0.210") {
  const FleissKappa found = fleiss_kappa(textbook());
  CHECK(found.studies == 10);
  CHECK(found.left_out == 0);
  // R 4.2.2, from the formulas
  CHECK(found.observed == approx(0.378021978021978).epsilon(1e-12));
  CHECK(found.expected == approx(0.212755102040816).epsilon(1e-12));
  CHECK(*found.estimate == approx(0.209930704421955).epsilon(1e-12));
  CHECK(*found.null_standard_error == approx(0.0169650692243931).epsilon(1e-11));
  CHECK(*found.standard_error == approx(0.0923711116060082).epsilon(1e-11));
  CHECK(*found.robust_standard_error == approx(*found.standard_error).epsilon(1e-12));
}

TEST_CASE("Fleiss' kappa with missing ratings is that of a slow count, and single ratings are left out") {
  RandomStream random(11, 0);
  for (int round = 0; round < 60; ++round) {
    const auto studies = random_studies(random, 12, 3);
    const FleissKappa found = fleiss_kappa(studies);
    REQUIRE(found.studies + found.left_out == 12);
    if (!found.estimate) continue;
    CHECK(*found.estimate == approx(slow_kappa(studies)).epsilon(1e-11).margin(1e-12));
    std::vector<RatedStudy> longer = studies;
    longer.push_back({{1, 0, 0}, 77});
    longer.push_back({{0, 0, 0}, 78});
    const FleissKappa same = fleiss_kappa(longer);
    CHECK(*same.estimate == *found.estimate);
    CHECK(*same.standard_error == *found.standard_error);
    CHECK(same.left_out == found.left_out + 2);
  }
}

TEST_CASE("the standard error of Fleiss' kappa is near that of the jackknife") {
  RandomStream random(12, 0);
  const auto studies = random_studies(random, 400, 4);
  const FleissKappa found = fleiss_kappa(studies);
  const auto jackknife = [&studies](std::size_t block) {
    std::vector<double> values;
    for (std::size_t i = 0; i < studies.size(); i += block) {
      auto less = studies;
      const auto first = less.begin() + static_cast<std::ptrdiff_t>(i);
      less.erase(first, first + static_cast<std::ptrdiff_t>(block));
      values.push_back(*fleiss_kappa(less).estimate);
    }
    const auto m = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values) mean += value / m;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares * (m - 1) / m);
  };
  CHECK(*found.standard_error == approx(jackknife(1)).epsilon(0.01));
  CHECK(*found.robust_standard_error == approx(jackknife(2)).epsilon(0.01));
  CHECK(found.patients == 200);
}

TEST_CASE("what is not defined of Fleiss' kappa has a reason") {
  CHECK(fleiss_kappa({}).reason == "no study has two ratings");
  const std::vector<RatedStudy> single{{{1, 0}, 0}, {{0, 1}, 1}};
  CHECK_FALSE(fleiss_kappa(single).estimate);
  CHECK(fleiss_kappa(single).left_out == 2);
  const std::vector<RatedStudy> one_class{{{3, 0}, 0}, {{2, 0}, 1}};
  CHECK_FALSE(fleiss_kappa(one_class).estimate);
  CHECK(fleiss_kappa(one_class).reason != "no study has two ratings");
  const std::vector<RatedStudy> perfect{{{3, 0}, 0}, {{0, 2}, 1}};
  CHECK(*fleiss_kappa(perfect).estimate == 1);
  CHECK_FALSE(fleiss_kappa(perfect).null_standard_error);
  const std::vector<RatedStudy> one_study{{{2, 1}, 0}};
  CHECK(fleiss_kappa(one_study).estimate);
  CHECK_FALSE(fleiss_kappa(one_study).standard_error);
  const std::vector<RatedStudy> ragged{{{2, 1}, 0}, {{2, 1, 0}, 0}};
  CHECK_THROWS_AS(fleiss_kappa(ragged), std::invalid_argument);
}

TEST_CASE("studies that are all rated alike have no variance of Fleiss' kappa") {
  for (std::uint32_t studies = 2; studies < 60; ++studies) {
    std::vector<RatedStudy> rated;
    for (std::uint32_t i = 0; i < studies; ++i) rated.push_back({{2, 1, 4}, i / 2});
    const FleissKappa found = fleiss_kappa(rated);
    CHECK(*found.standard_error == 0);
    CHECK(found.robust_standard_error.value_or(0) == 0);
  }
}
