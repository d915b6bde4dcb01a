// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/records.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::match {

// A study and a report that meet every condition; positions count within the patient, in order of the keys.
struct Possible {
  std::uint32_t study = 0;
  std::uint32_t report = 0;
  std::uint32_t component = 0;
  bool open_session = false;
  std::int64_t study_instant = 0;
  std::int64_t lag_seconds = 0;
};

// What a pairing makes of a possible pair.
struct Mark {
  bool chosen = false;
  // Only the order of keys chose between it and an equally good pair of its study or report. paper: another report of
  // the same lag. greedy_nearest: another possible pair of the same |lag| and order, both records free when that lag's
  // turn came. first_in_first_out: another study of the same time that may have the report, or another report of the
  // same time that was free when the study's time came. all: never.
  bool tie = false;
};

// The pairings that take possible pairs one after another. Keeps its memory from call to call.
class SimplePairings {
 public:
  // `possible` by study, then report; the pairing is any but one_to_one. One mark for each, valid until the next call.
  const std::vector<Mark>& choose(Pairing pairing, std::span<const Possible> possible);

 private:
  void reset(std::span<const Possible> possible);
  template <class Before>
  void sort_by(Before before);
  void take(std::size_t index);
  bool is_free(const Possible& pair) const { return !study_used_[pair.study] && !report_used_[pair.report]; }
  void paper();
  void greedy_nearest();
  void greedy_group(std::size_t begin, std::size_t end);
  void first_in_first_out();
  void earliest_reports(std::size_t begin, std::size_t end);

  std::span<const Possible> possible_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> order_;
  std::vector<std::size_t> group_;
  std::vector<bool> study_used_;
  std::vector<bool> report_used_;
};

}  // namespace cxrval::match
