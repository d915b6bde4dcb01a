// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// One study's ratings: how many raters named each class, and whose study it is. Which rater said what is not used.
struct RatedStudy {
  std::vector<std::uint32_t> times;
  std::uint32_t patient = 0;
};

// Fleiss' kappa (Psychol. Bull. 76, 1971) of two or more raters, who need not be the same for each study nor equally
// many: each study's agreement is the share of its pairs of ratings that are equal, and the margins are the mean over
// studies of each study's shares (Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014). A study with fewer than
// two ratings says nothing about agreement and is left out, from the margins too.
struct FleissKappa {
  std::size_t studies = 0;
  std::size_t left_out = 0;
  std::size_t patients = 0;  // of the studies that count
  double observed = 0;
  double expected = 0;
  std::optional<double> estimate;
  // Linearised, not assuming that kappa is 0 (Gwet's), for independent studies; `robust_standard_error` has the studies
  // of a patient added up. Both times n / (n - 1) of the units in the variance; nothing for a single unit, and 0 where
  // nothing varies.
  std::optional<double> standard_error;
  std::optional<double> robust_standard_error;
  // For the test of kappa = 0: Fleiss, Nee and Landis (Psychol. Bull. 86, 1979). Only when all studies have equally
  // many ratings.
  std::optional<double> null_standard_error;
  std::string_view reason;  // why there is no kappa
};

// Throws std::invalid_argument when studies differ in their number of classes.
FleissKappa fleiss_kappa(std::span<const RatedStudy> studies);

}  // namespace cxrval::stats
