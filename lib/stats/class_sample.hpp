// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/agreement.hpp"
#include "stats/confusion.hpp"
#include "stats/pattern_draws.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// Studies (or images) of C classes. Truth and predictions have a place for each class, study by study: 1 where it
// holds. Of single labels one class holds; of multi-label studies any number.
struct ClassSample {
  std::size_t classes = 0;
  bool multi_label = false;
  std::vector<std::uint8_t> truth;
  std::vector<std::uint8_t> predicted;  // empty without predictions
  std::vector<double> scores;           // of each class, finite; empty without scores
  std::vector<std::uint32_t> units;     // of each study what is drawn: itself, or its patient, numbered from 0
  // Of each study 1 where it has a prediction (scores), else 0 and any values above; empty where all have.
  std::vector<std::uint8_t> has_prediction{};
  std::vector<std::uint8_t> has_scores{};

  std::size_t studies() const { return units.size(); }
  // How many different ones there are.
  std::uint64_t unit_count() const;
  // Of each class: how many studies it is true of.
  std::vector<std::uint64_t> support() const;
  // The studies with a prediction (with scores) alone. Units keep their numbers, so that some may be missing.
  ClassSample predicted_part() const;
  ClassSample scored_part() const;
};

// For a rule: ";left_out=a+b", the names of classes that are true of no study, which macro averages leave out; empty
// without any.
std::string classes_left_out(const ClassSample& sample, std::span<const std::string> names);
// That end of a rule; empty where all classes count.
std::string_view classes_left_out(std::string_view rule);

// The sample as counts: all that predictions say is how many studies have each pattern of truth and prediction (of
// single labels the cells of the confusion matrix), so that all classes share one draw.
class ClassPatterns {
 public:
  explicit ClassPatterns(const ClassSample& sample);

  using Counts = std::span<const std::uint64_t>;  // of each pattern

  const PatternDraws& draws() const { return draws_; }
  Counts observed() const { return draws_.observed(); }
  // How many studies have each pattern when unit u comes up times[u] times.
  void count(std::span<const std::uint8_t> times, std::span<std::uint64_t> counts) const;
  // Each class against all others.
  std::vector<Confusion> one_vs_rest(Counts counts) const;
  // Of how many studies all classes are right, and of how many in all.
  std::uint64_t right(Counts counts) const;
  static std::uint64_t total(Counts counts);
  // Truth by prediction, of single labels.
  AgreementTable table(Counts counts) const;

 private:
  struct Pattern {
    std::string truth;  // a byte for each class, 1 where it holds
    std::string predicted;
    friend auto operator<=>(const Pattern&, const Pattern&) = default;
  };
  struct Built {
    std::vector<Pattern> patterns;
    std::vector<std::uint32_t> of_study;
  };
  ClassPatterns(const ClassSample& sample, Built built);
  static Built build(const ClassSample& sample);

  std::size_t classes_;
  std::vector<Pattern> patterns_;
  PatternDraws draws_;
  std::vector<std::uint32_t> units_;  // of the studies, pattern by pattern, as many of each as were observed
};

}  // namespace cxrval::stats
