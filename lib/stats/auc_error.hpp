// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/roc.hpp"
#include "stats/score_resamples.hpp"
#include "stats/scored.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::stats {

struct AucWithError {
  double auc = 0;
  std::optional<double> standard_error;  // nothing with fewer than two units of a kind; 0 where nothing varies
};

// The AUC of weighted studies with its standard error as if each draw of a unit were a unit of its own: DeLong's for
// studies, Obuchowski's for patients (see delong.hpp), in O(n). What a studentised bootstrap divides by.
class AucError {
 public:
  AucError(const Scored& scored, Unit unit);

  // Nothing without studies of both kinds.
  std::optional<AucWithError> operator()(StudyWeights weights);

 private:
  struct Totals {
    std::uint64_t positives = 0;
    std::uint64_t negatives = 0;
    std::uint64_t twice_u = 0;
  };
  // The units that were drawn: of each kind and in all, by draws.
  struct Units {
    std::uint64_t positive = 0;
    std::uint64_t negative = 0;
    std::uint64_t all = 0;
  };

  Totals totals(StudyWeights weights) const;
  void add_deviations(StudyWeights weights, const Totals& totals);
  Units count_units() const;

  const Scored& scored_;
  std::vector<std::uint32_t> unit_of_study_;
  std::vector<std::uint8_t> kinds_;          // of each unit: 1 negative, 2 positive, 3 both
  std::vector<std::uint32_t> drawn_;         // how often each unit was
  std::vector<double> positive_, negative_;  // each unit's sum of deviations, times 2 positives * negatives
};

// Of each resample, by its index: the same resamples as resample_values() has.
std::vector<std::optional<AucWithError>> resample_auc_errors(const Scored& scored, const ScoreResampling& wanted);

}  // namespace cxrval::stats
