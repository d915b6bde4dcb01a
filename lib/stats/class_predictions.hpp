// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/class_sample.hpp"
#include "stats/evaluation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {

// The measures of predictions, each a number of how many studies have each pattern of truth and prediction.
class ClassPredictions {
 public:
  // `sample` has a prediction of each study.
  ClassPredictions(ClassSample sample, std::vector<Measure> measures);

  const ClassPatterns& patterns() const { return patterns_; }
  std::size_t count() const;
  // All measures of counts of patterns; `values` has count() places.
  void measure(ClassPatterns::Counts counts, std::span<std::optional<double>> values) const;
  // The rows of evaluate_classes(), of count() numbers over resamples.
  std::vector<Metric> rows(const std::vector<std::string>& names, std::span<const Distribution> drawn,
                           const Evaluation& wanted) const;

 private:
  std::size_t place(std::size_t measure, std::size_t at) const;
  std::size_t place_overall() const;
  void set_overall(ClassPatterns::Counts counts, std::span<std::optional<double>> values) const;

  ClassSample sample_;
  std::vector<Measure> measures_;
  ClassPatterns patterns_;
  std::vector<std::uint8_t> counted_;  // of each class, whether it is true of some study
};

}  // namespace cxrval::stats
