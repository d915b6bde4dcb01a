// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "part.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

namespace cxrval::match_tool {

inline constexpr std::size_t reasons = static_cast<std::size_t>(match::Reason::matched) + 1;
inline constexpr std::size_t statuses = static_cast<std::size_t>(study::Status::ok) + 1;

// What is counted of records and pairs; sums of parts are those of the whole.
struct Tallies {
  struct Side {
    std::uint64_t records = 0;  // studies or reports
    std::uint64_t patients = 0;
    std::uint64_t matched = 0;  // records in a pair
    std::array<std::uint64_t, reasons> unmatched{};
  };
  struct Day {
    std::uint64_t studies = 0;
    std::uint64_t studies_ok = 0;
    std::uint64_t studies_matched = 0;
    std::uint64_t reports = 0;
    std::uint64_t reports_matched = 0;
  };

  Side studies;
  Side reports;
  std::array<std::uint64_t, statuses> by_status{};  // studies
  std::uint64_t sessions = 0;                       // of reports
  std::uint64_t patients_of_both = 0;
  std::uint64_t merged_reports = 0;
  std::uint64_t pairs = 0;
  std::uint64_t pair_patients = 0;
  std::uint64_t open_session = 0;  // pairs, as the next ones
  std::uint64_t report_before_study = 0;
  std::uint64_t ambiguous = 0;
  std::uint64_t identity_conflict = 0;
  std::uint64_t ambiguous_components = 0;
  // Pairs by label (normal, abnormal, any other) and abnormal_status (0, 1).
  std::array<std::array<std::uint64_t, 2>, 3> answers{};
  std::map<std::int64_t, Day> days;  // since 1970; only when asked for; records without a time are of none
  std::array<match::Comparison, match::pairings> comparisons;

  Tallies& operator+=(const Tallies& other);
};

Tallies tally(const Context& context, const Part& part);

}  // namespace cxrval::match_tool
