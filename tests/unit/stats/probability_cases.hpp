// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace cxrval::stats::test {

// Twelve invented studies of eight patients; the numbers that tests give for them are from R 4.2.2.
inline std::vector<ScoredStudy> twelve_studies() {
  return {{.05, false, 1}, {.1, false, 1}, {.2, true, 2}, {.2, false, 3}, {.3, false, 4}, {.35, true, 4},
          {.5, false, 5},  {.5, true, 6},  {.6, true, 7}, {.7, false, 7}, {.8, true, 8},  {.9, true, 8}};
}

inline std::uint32_t below(std::mt19937& random, std::uint32_t end) {
  return static_cast<std::uint32_t>(random() % end);
}

// Random studies with probabilities on a grid of hundredths, without 0 and 1, so that ties occur.
inline std::vector<ScoredStudy> random_studies(std::mt19937& random, std::size_t count) {
  std::vector<ScoredStudy> studies;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t hundredths = 1 + below(random, 99);
    studies.push_back({hundredths / 100., below(random, 100) < 20 + hundredths / 2, below(random, 9)});
  }
  return studies;
}

// Every study as often as its weight says.
inline Scored repeated(const Scored& scored, const std::vector<std::uint32_t>& weights) {
  std::vector<ScoredStudy> studies;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    studies.insert(studies.end(), weights[i], {scored.scores()[i], scored.positive()[i] != 0, scored.patients()[i]});
  }
  return Scored(studies);
}

inline std::vector<std::uint32_t> random_weights(std::mt19937& random, std::size_t count) {
  std::vector<std::uint32_t> weights;
  for (std::size_t i = 0; i < count; ++i) weights.push_back(static_cast<std::uint32_t>(random() % 4));
  return weights;
}

}  // namespace cxrval::stats::test
