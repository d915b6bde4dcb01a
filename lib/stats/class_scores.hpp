// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/class_sample.hpp"
#include "stats/evaluation.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {

// The measures of scores, each a number of how often each unit comes up.
class ClassScores {
 public:
  // `sample` has scores of each study. Of the measures roc_auc and sensitivity_at_specificity are taken
  // (std::invalid_argument for others).
  ClassScores(ClassSample sample, std::vector<ScoreMeasure> measures);
  ~ClassScores();
  ClassScores(ClassScores&&) noexcept;
  ClassScores& operator=(ClassScores&&) noexcept;

  std::size_t count() const { return count_; }
  // All measures when unit u comes up times[u] times; `values` has count() places.
  void measure(std::span<const std::uint8_t> times, std::span<std::optional<double>> values) const;
  // The rows of evaluate_classes(), of count() numbers over resamples.
  std::vector<Metric> rows(const std::vector<std::string>& names, std::span<const Distribution> drawn,
                           const Evaluation& wanted) const;

 private:
  struct Ranked;
  struct Scratch;

  std::size_t place(std::size_t measure, std::size_t at) const { return places_[measure] + at; }
  std::uint64_t measure_class(std::size_t class_index, std::span<const std::uint8_t> times, Scratch& scratch,
                              std::span<std::optional<double>> values) const;
  Metric auc_row(std::size_t class_index, const Evaluation& wanted) const;
  std::string why_undefined(std::size_t class_index) const;

  ClassSample sample_;
  std::vector<ScoreMeasure> measures_;
  std::vector<Ranked> classes_;
  std::unique_ptr<Ranked> together_;   // all pairs of a study and a class, where an area is wanted
  bool curves_ = false;                // whether a measure reads them
  std::vector<std::uint8_t> counted_;  // of each class, whether it is true of some study
  std::vector<std::size_t> places_;
  std::size_t count_ = 0;
};

}  // namespace cxrval::stats
