// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::match {

// More possible pairs (studies times reports) than this under one id is no patient but a placeholder id: callers leave
// it unpaired, TOO_MANY_RECORDS.
inline constexpr std::size_t most_possible_pairs = 250'000;

struct Pair {
  std::uint32_t study = 0;  // positions in the lists given
  std::uint32_t report = 0;
  std::int64_t lag_seconds = 0;  // report - study
  std::uint32_t component = 0;   // number, from 0, of the group of records among which the choice was made
  bool open_session = false;     // no check-out
  bool report_before_study = false;
  bool ambiguous = false;  // the component has more than one near-best pairing
  bool tie = false;        // only the order of keys chose between this and an equally good pair of one of its records
};

struct Unmatched {
  std::uint32_t record = 0;  // position in the studies or the reports given
  Reason reason = Reason::patient_not_found;
  // Of a study without an AI result, whose reason is always without_ai: what it would have been; else the reason.
  Reason stage = Reason::patient_not_found;
  std::uint32_t candidates = 0;          // records of the patient on the other side
  std::uint32_t eligible = 0;            // of these, how many meet every condition of a pair
  std::optional<std::uint32_t> nearest;  // the candidate that came deepest, then missed least
  std::optional<std::int64_t> nearest_lag_seconds;
};

// A possible pair that some near-best pairing of its component has.
struct Alternative {
  std::uint32_t component = 0;
  std::uint32_t study = 0;
  std::uint32_t report = 0;
  std::int64_t lag_seconds = 0;
  bool chosen = false;  // the pairing in use has it
};

// Another pairing of the same records, against the one in use.
struct Comparison {
  std::uint64_t pairs = 0;
  std::uint64_t added = 0;    // of them, how many the one in use lacks
  std::uint64_t missing = 0;  // pairs of the one in use that it lacks
};

struct PatientOutcome {
  std::vector<Pair> pairs;                // by study, then report
  std::vector<Unmatched> studies;         // by position, as all lists
  std::vector<Unmatched> reports;         // ...
  std::vector<Alternative> alternatives;  // by component, study, report; of ambiguous components only
  std::uint32_t components = 0;
  std::array<Comparison, pairings> comparisons;  // by Pairing
};

// Pairs the studies and reports of one patient after another. Records that may be a pair, and those that may be with
// one of them, and so on, are a component, in which the choice is made.
//
// one_to_one finds, among the studies with an AI result and all reports, the pairing with the most pairs; of these the
// one with the most pairs whose report is not earlier than its study; of these the one with the smallest sum of squared
// lags; of these the first by keys: the first study has the first report that it can have, and so on. paper gives each
// study its best report: not earlier than the study before earlier, then nearest, then first by key. greedy_nearest
// takes possible pairs by |lag|, then reports not earlier than their study, then study key, then report key.
// first_in_first_out takes studies and, for each, free reports by time (at the precision), then key.
//
// Then the studies without an AI result are paired, one to one, with the reports that are in no pair, so that those
// reports are not called reports without a study; these pairs are not given. Every record leaves in a pair or in one
// list of unmatched records.
//
// A near-best pairing of a component has as many pairs as its best one-to-one pairing, and a root mean square lag at
// most `near_best_seconds` larger. Decided in whole numbers, see near_best.hpp. A component of more than
// `most_near_best_pairs` possible pairs is not searched: it is called ambiguous with all its possible pairs as
// alternatives.
class Matcher {
 public:
  explicit Matcher(const Rules& rules);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  // Studies and reports of one patient, each in ascending order of distinct keys, such as UIDs,
  // which the caller knows: here only the order counts. What is returned is valid until the
  // next call. No side, or an empty one, is no error: its records are called patient_not_found.
  const PatientOutcome& match(std::span<const Study> studies, std::span<const Report> reports);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace cxrval::match
