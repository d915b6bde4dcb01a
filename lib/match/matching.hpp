// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/records.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::match {

struct Pair {
  std::size_t study = 0;         // index into the studies given
  std::size_t report = 0;        // index into the reports given
  std::int64_t lag_seconds = 0;  // report - study
  std::size_t component = 0;     // number, from 1, of the group of records among which the choice was made
  // Semicolon-separated, in this order: open_session (no check-out), report_before_study, ambiguous (its component has
  // more than one study or report), tie (an equally good pairing exists: only the order of ids decided).
  std::string flags;
};

struct Unmatched {
  std::size_t record = 0;  // index into the studies or the reports given
  Reason reason = Reason::patient_not_found;
  // Of a study without an AI result, whose reason is always without_ai: what it would have been; else the reason.
  Reason stage = Reason::patient_not_found;
  std::size_t candidates = 0;          // records of the same patient on the other side
  std::size_t eligible = 0;            // of these, how many meet every condition of a pair
  std::optional<std::size_t> nearest;  // the candidate that came deepest, then missed least
  std::optional<std::int64_t> nearest_lag_seconds;
};

struct Outcome {
  std::vector<Pair> pairs;         // by patient id and study key
  std::vector<Unmatched> studies;  // by patient id and key
  std::vector<Unmatched> reports;  // by patient id and key
};

// Pairs studies with reports one to one. Among the studies with an AI result and all reports it finds, component by
// component, the pairing with the most pairs; of these the one with the most pairs whose report is not earlier than its
// study; of these the one with the smallest sum of squared lags; of these the first by keys: the first study has the
// first report it can have, and so on. Then the studies without an AI result are paired with the reports that are left,
// so that those reports are not called reports without a study; these pairs are not given.
// The result does not depend on the order of the records where keys are distinct within a patient. Every record leaves
// in exactly one of the three lists.
Outcome match(std::span<const Study> studies, std::span<const Report> reports, const Rules& rules);

}  // namespace cxrval::match
