// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/spool.hpp"
#include "his/session.hpp"
#include "his/version.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace cxrval::his {

struct Report {
  Session session;  // without services
  ServiceResult result;
  bool supersedes = false;  // older versions of its session were left out
  bool repaired = false;    // its XML, or its session's, was not well-formed
  std::string source;       // the file
};

enum class Unit { file, session, report };

struct Rejection {
  Unit unit = Unit::report;
  base::Fault fault;
  std::string record;       // the codes and times of the record, for --rejects
  std::uint64_t count = 1;  // of records that nobody can tell apart
};

// For each unit read = written + excluded + merged + rejected; what is rejected is counted by the rejections.
struct Counts {
  std::uint64_t sessions = 0;              // read
  std::uint64_t sessions_with_report = 0;  // written
  std::uint64_t sessions_no_report = 0;    // excluded
  std::uint64_t sessions_no_header = 0;    // excluded: a HOSO without TONG_HOP, such as a check-in message
  std::uint64_t sessions_superseded = 0;   // excluded
  std::uint64_t sessions_merged = 0;       // exact copies
  std::uint64_t reports = 0;               // read
  std::uint64_t reports_written = 0;
  std::uint64_t reports_other_service = 0;  // excluded
  std::uint64_t reports_superseded = 0;     // excluded
  std::uint64_t reports_merged = 0;         // exact copies
};

using WriteReport = std::function<void(const Report&)>;
using WriteRejection = std::function<void(const Rejection&)>;

// What a collector kept: the events in `spool`, the settled versions, and where the end of each file stands.
struct Collected {
  const base::Spool& spool;
  const std::deque<Version>& versions;
  const std::vector<std::uint64_t>& file_ends;
};

// Gives every record its fate, in the order of the events, and counts those that are not rejected.
void replay(const Collected& collected, Counts& counts, const WriteReport& write, const WriteRejection& reject);

}  // namespace cxrval::his
