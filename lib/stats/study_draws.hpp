// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/metric.hpp"
#include "stats/roc.hpp"
#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::stats {

struct DrawDesign {
  Unit unit = Unit::study;
  // Positives and negatives are drawn apart, each as many as there are; patients by whether any study is positive
  // (Rutter, Acad. Radiol. 7, 2000).
  bool stratified = false;
  std::uint64_t seed = 1;
};

// Resamples of studies with scores: as many units with replacement as there are, a patient with all of his studies.
// Resample `index` depends on the seed and the index alone; how often each unit comes up is exactly multinomial.
class StudyDraws {
 public:
  StudyDraws(const Scored& scored, const DrawDesign& design);

  const DrawDesign& design() const { return design_; }
  std::size_t units() const { return units_; }
  // The unit of each study in the order of the scores. Units are numbered stratum by stratum (negatives first); studies
  // that are drawn without strata in the order of AucSweep's places.
  std::span<const std::uint32_t> unit_of_study() const { return unit_of_study_; }

  // How often each unit comes up; `counts` has units() places.
  void draw(std::uint64_t index, std::span<std::uint8_t> counts) const;
  // The same for each study in the order of the scores, from the counts of units.
  void spread(std::span<const std::uint8_t> counts, std::span<std::uint32_t> weights) const;

 private:
  void number_studies(const Scored& scored);
  void number_patients(const Scored& scored);

  DrawDesign design_;
  std::size_t units_ = 0;
  std::vector<std::uint32_t> unit_of_study_;
  std::vector<std::uint32_t> strata_;  // the units of each
};

}  // namespace cxrval::stats
