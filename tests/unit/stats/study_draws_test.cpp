// SPDX-License-Identifier: Apache-2.0
#include "stats/study_draws.hpp"

#include "stats/auc_sweep.hpp"
#include "stats/random.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

using namespace cxrval::stats;

namespace {

Scored invented(std::size_t studies, std::uint32_t patients, double grid, std::uint64_t index = 0) {
  RandomStream random(12, index);
  std::vector<ScoredStudy> rows;
  for (std::size_t i = 0; i < studies; ++i) {
    const bool positive = random.uniform() < 0.3;
    const double score = std::floor((random.uniform() + (positive ? 0.3 : 0)) * grid) / grid;
    rows.push_back({score, positive, static_cast<std::uint32_t>(random.uniform() * patients)});
  }
  return Scored(rows);
}

std::vector<std::uint32_t> weights(const StudyDraws& draws, std::size_t studies, std::uint64_t index) {
  std::vector<std::uint8_t> counts(draws.units());
  std::vector<std::uint32_t> result(studies);
  draws.draw(index, counts);
  draws.spread(counts, result);
  return result;
}

std::uint64_t sum_where(const Scored& scored, const std::vector<std::uint32_t>& weights, std::uint8_t positive) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += scored.positive()[i] == positive ? weights[i] : 0;
  return sum;
}

}  // namespace

TEST_CASE("studies without strata are drawn n times, and the number of positives varies as a binomial") {
  const Scored scored = invented(200, 1'000'000, 1e9);
  const StudyDraws draws(scored, {Unit::study, false, 4});
  CHECK(draws.units() == 200);
  double sum = 0, square = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const auto drawn = weights(draws, 200, i);
    const auto positives = static_cast<double>(sum_where(scored, drawn, 1));
    CHECK(static_cast<std::uint64_t>(positives) + sum_where(scored, drawn, 0) == 200);
    sum += positives;
    square += positives * positives;
  }
  const double p = static_cast<double>(scored.positives()) / 200;
  const double mean = sum / 20'000;
  CHECK(mean == approx(200 * p).epsilon(0).margin(0.25));
  CHECK(square / 20'000 - mean * mean == approx(200 * p * (1 - p)).epsilon(0.06));
}

TEST_CASE("strata keep the number of positives and of negatives") {
  const Scored scored = invented(131, 1'000'000, 10);
  const StudyDraws draws(scored, {Unit::study, true, 4});
  std::vector<std::uint64_t> sums(131);
  for (std::uint64_t i = 0; i < 4'000; ++i) {
    const auto drawn = weights(draws, 131, i);
    CHECK(sum_where(scored, drawn, 1) == scored.positives());
    CHECK(sum_where(scored, drawn, 0) == scored.negatives());
    for (std::size_t k = 0; k < drawn.size(); ++k) sums[k] += drawn[k];
  }
  for (const std::uint64_t sum : sums) CHECK(static_cast<double>(sum) == approx(4'000).epsilon(0).margin(330));
}

TEST_CASE("a patient brings all of his studies, and as many patients come as there are") {
  const Scored scored = invented(150, 60, 20);
  for (const bool stratified : {false, true}) {
    const StudyDraws draws(scored, {Unit::patient, stratified, 9});
    CHECK(draws.units() == scored.patient_count());
    for (std::uint64_t i = 0; i < 200; ++i) {
      const auto drawn = weights(draws, 150, i);
      std::map<std::uint32_t, std::uint32_t> by_patient;
      std::map<std::uint32_t, bool> any_positive;
      for (std::size_t k = 0; k < 150; ++k) {
        const std::uint32_t patient = scored.patients()[k];
        CHECK(by_patient.emplace(patient, drawn[k]).first->second == drawn[k]);
        any_positive[patient] = any_positive[patient] || scored.positive()[k] != 0;
      }
      std::uint64_t all = 0, positives = 0, positive_patients = 0;
      for (const auto& [patient, times] : by_patient) {
        all += times;
        positives += any_positive[patient] ? times : 0;
        positive_patients += any_positive[patient] ? 1 : 0;
      }
      CHECK(all == scored.patient_count());
      if (stratified) CHECK(positives == positive_patients);
    }
  }
}

TEST_CASE("the AUC of a resample is that of its weights, in ties and without, by studies and by patients") {
  for (std::uint64_t i = 0; i < 60; ++i) {
    const Scored scored = invented(1 + 7 * i, 30, i % 3 == 0 ? 6 : i % 3 == 1 ? 150 : 1e9, i);
    for (const DrawDesign& design :
         {DrawDesign{Unit::study, false, 2}, DrawDesign{Unit::study, true, 2}, DrawDesign{Unit::patient, false, 2}}) {
      const StudyDraws draws(scored, design);
      const AucSweep sweep(scored, draws.unit_of_study());
      std::vector<std::uint8_t> counts(draws.units());
      std::vector<std::uint8_t> scratch;
      for (std::uint64_t index = 0; index < 5; ++index) {
        draws.draw(index, counts);
        const RocCurve curve = roc_curve(scored, weights(draws, scored.size(), index));
        const AucFraction found = sweep(counts, scratch);
        CHECK(found.positives == curve.positives);
        CHECK(found.negatives == curve.negatives);
        CHECK(found.value() == roc_auc(curve));
      }
    }
  }
}

TEST_CASE("the AUC of resamples heavier than 16 bits is swept in wide numbers") {
  const Scored scored = invented(90'000, 1'000'000, 500);
  const StudyDraws draws(scored, {Unit::study, false, 2});
  std::vector<std::uint8_t> counts(draws.units());
  std::vector<std::uint8_t> scratch;
  draws.draw(3, counts);
  const AucFraction found = AucSweep(scored, draws.unit_of_study())(counts, scratch);
  CHECK(found.value() == roc_auc(roc_curve(scored, weights(draws, scored.size(), 3))));
  // 257 studies of weight 255 are the heaviest resample of 16 bits; all negatives lie below all positives.
  for (const int heaviest : {256, 257, 258}) {
    std::vector<ScoredStudy> apart;
    for (int i = 0; i < heaviest; ++i) apart.push_back({static_cast<double>(i), i >= 128, 0});
    const Scored ranked(apart);
    const StudyDraws one(ranked, {Unit::study, false, 1});
    const std::vector<std::uint8_t> heavy(apart.size(), 255);
    const auto positives = static_cast<std::uint64_t>(heaviest) - 128;
    CHECK(AucSweep(ranked, one.unit_of_study())(heavy, scratch).twice_u == 2 * 128 * 255 * positives * 255);
  }
}

TEST_CASE("places of the sweep are the numbers below n, and each run ascends") {
  for (const std::size_t studies : {0, 1, 31, 32, 33, 100, 6285}) {
    auto places = sweep_places(studies);
    for (std::size_t i = 1; i < places.size(); ++i) {
      CHECK((places[i] == places[i - 1] + 32 || places[i] % 32 == places[i - 1] % 32 + 1));
    }
    std::sort(places.begin(), places.end());
    std::vector<std::uint32_t> all(studies);
    std::iota(all.begin(), all.end(), 0U);
    CHECK(places == all);
  }
}
