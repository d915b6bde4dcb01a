// SPDX-License-Identifier: Apache-2.0
#include "stats/folds.hpp"

#include "catch.hpp"
#include "stats/random.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

using Counts = std::vector<std::vector<std::uint64_t>>;  // by part and stratum

Counts count(std::span<const PatientRows> patients, std::span<const std::size_t> parts, std::size_t how_many) {
  Counts counts(how_many, std::vector<std::uint64_t>(patients.front().strata.size()));
  for (std::size_t i = 0; i < patients.size(); ++i) {
    for (std::size_t s = 0; s < patients[i].strata.size(); ++s) counts[parts[i]][s] += patients[i].strata[s];
  }
  return counts;
}

std::vector<Fraction> equal(std::size_t folds) {
  return std::vector<Fraction>(folds, Fraction{1, folds});
}

std::vector<PatientRows> single_rows(std::initializer_list<std::size_t> of_strata) {
  std::vector<PatientRows> patients;
  std::size_t stratum = 0;
  for (const std::size_t rows : of_strata) {
    for (std::size_t i = 0; i < rows; ++i) {
      PatientRows patient{std::vector<std::uint64_t>(of_strata.size())};
      patient.strata[stratum] = 1;
      patients.push_back(patient);
    }
    ++stratum;
  }
  return patients;
}

}  // namespace

TEST_CASE("patients with one row are parted as evenly as whole numbers allow") {
  const auto patients = single_rows({103, 17, 40, 1});
  for (const std::size_t folds : {2U, 3U, 5U, 7U}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto counts = count(patients, part_patients(patients, equal(folds), seed, 0), folds);
      std::vector<std::uint64_t> totals;
      for (const auto& part : counts) totals.push_back(std::accumulate(part.begin(), part.end(), std::uint64_t{0}));
      for (std::size_t s = 0; s < 4; ++s) {
        std::uint64_t least = counts[0][s], most = counts[0][s];
        for (const auto& part : counts) {
          least = std::min(least, part[s]);
          most = std::max(most, part[s]);
        }
        CHECK(most - least <= 1);
      }
    }
  }
}

TEST_CASE("parts have their shares of patients with many rows and of mixed strata") {
  RandomStream random(7, 0);
  std::vector<PatientRows> patients;
  std::vector<double> totals(3);
  for (int i = 0; i < 400; ++i) {
    PatientRows patient{std::vector<std::uint64_t>(3)};
    const std::uint64_t rows = 1 + random.bits() % 6;
    for (std::uint64_t row = 0; row < rows; ++row) ++patient.strata[random.bits() % 3];
    for (std::size_t s = 0; s < 3; ++s) totals[s] += static_cast<double>(patient.strata[s]);
    patients.push_back(patient);
  }
  const std::vector<Fraction> shares{{1, 2}, {1, 10}, {1, 10}, {3, 10}};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto counts = count(patients, part_patients(patients, shares, seed, 0), shares.size());
    for (std::size_t part = 0; part < shares.size(); ++part) {
      for (std::size_t s = 0; s < 3; ++s) {
        const double wanted =
            totals[s] * static_cast<double>(shares[part].part) / static_cast<double>(shares[part].whole);
        CHECK(std::abs(static_cast<double>(counts[part][s]) - wanted) <= 3);
      }
    }
  }
}

TEST_CASE("seeds and streams part differently, and equally often put a patient into each fold") {
  const auto patients = single_rows({20, 20});
  CHECK(part_patients(patients, equal(4), 1, 0) == part_patients(patients, equal(4), 1, 0));
  CHECK(part_patients(patients, equal(4), 1, 0) != part_patients(patients, equal(4), 2, 0));
  CHECK(part_patients(patients, equal(4), 1, 0) != part_patients(patients, equal(4), 1, 1));
  std::vector<int> times(4);
  constexpr int seeds = 4000;
  for (int seed = 0; seed < seeds; ++seed) {
    ++times[part_patients(patients, equal(4), static_cast<std::uint64_t>(seed), 0)[3]];
  }
  for (const int found : times) CHECK(std::abs(found - seeds / 4) < 5 * std::sqrt(seeds * 3.0 / 16));
}

TEST_CASE("patients of different strata and no shares are refused") {
  const std::vector<PatientRows> uneven{{{1, 0}}, {{1}}};
  CHECK_THROWS_AS(part_patients(uneven, equal(2), 1, 0), std::invalid_argument);
  CHECK_THROWS_AS(part_patients(single_rows({2}), {}, 1, 0), std::invalid_argument);
  CHECK(part_patients({}, equal(2), 1, 0).empty());
}
