// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"
#include "stats/tally.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::stats {

// Which of a study's two answers is not known, and what the other one is.
enum class Gap {
  truth_of_positive,   // the AI said positive: TP or FP
  truth_of_negative,   // the AI said negative: FN or TN
  answer_to_abnormal,  // the report is abnormal: TP or FN
  answer_to_normal,    // the report is normal: FP or TN
};
using GapCounts = std::array<std::uint64_t, 4>;  // by Gap

// The counts when of each gap `positive` of the `missing` answers are positive (abnormal) and the others negative.
Confusion completed(const Confusion& known, const GapCounts& missing, const GapCounts& positive);

// The completions (how many answers of each gap are positive) that give a measure its smallest and its largest value
// among those in which it is defined; nothing when no completion defines it. Of equal ones the first in the order of
// GapCounts.
struct CompletionBounds {
  std::optional<GapCounts> smallest;
  std::optional<GapCounts> largest;
  bool always_defined = true;
};

// Exact for every measure, as worst and best case over all completions (Manski, Partial Identification of Probability
// Distributions, 2003). Each measure is monotone in each of the four numbers, and is undefined only where some of them
// are at an end of their range, so that both bounds lie at an end or one step from it: 256 completions are looked at.
CompletionBounds completion_bounds(Measure measure, const Confusion& known, const GapCounts& missing);

// Patients who are alike: their complete studies, what their others lack, and how many such patients there are.
struct GapCluster {
  Confusion cells;
  GapCounts missing{};
  std::uint64_t count = 0;
};

// Counts studies with a gap one by one, per patient too.
class GapTally {
 public:
  // A study without a patient id is a patient of its own.
  void add(std::string_view patient_id, Gap gap);
  // What the other one counted as well; a patient of both is one.
  void add(const GapTally& other);

  const GapCounts& total() const { return total_; }
  // Whether a patient has several studies, those of `known` and those with gaps together.
  bool patients_repeat(const Tally& known) const;
  // The patients of both, in an order that does not depend on how they were added.
  std::vector<GapCluster> clusters(const Tally& known) const;

 private:
  GapCounts total_{};
  GapCounts nameless_{};
  std::unordered_map<std::string, GapCounts> patients_;
};

// Patients to draw from, when of each gap `positive` answers are positive: those of the first patients that lack one.
Population completed(std::vector<GapCluster> patients, const GapCounts& positive);

}  // namespace cxrval::stats
