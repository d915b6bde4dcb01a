// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/patient.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Records of one patient written in few words, and what became of them.
namespace match_test {

namespace match = cxrval::match;

using Links = std::set<std::pair<std::uint32_t, std::uint32_t>>;

// The key is for the reader: in the lists that are paired they ascend.
inline match::Study study(std::string_view, const char* time, bool ai = true) {
  return {cxrval::base::parse_iso(time), ai};
}

// Of a session from 2 to 4 November, of unknown origin.
inline match::Report report(std::string_view, const char* time) {
  return {"", cxrval::base::parse_iso("2020-11-02T08:00"), cxrval::base::parse_iso("2020-11-04T10:00"),
          cxrval::base::parse_iso(time)};
}

inline match::PatientOutcome paired(const std::vector<match::Study>& studies, const std::vector<match::Report>& reports,
                                    const match::Rules& rules = {}) {
  return match::Matcher(rules).match(studies, reports);
}

inline Links links(const match::PatientOutcome& outcome) {
  Links found;
  for (const match::Pair& pair : outcome.pairs) found.emplace(pair.study, pair.report);
  return found;
}

inline std::string flags(const match::Pair& pair) {
  std::string text;
  const auto flag = [&](bool raised, std::string_view name) {
    if (raised) (text += text.empty() ? "" : ";") += name;
  };
  flag(pair.open_session, "open_session");
  flag(pair.report_before_study, "report_before_study");
  flag(pair.ambiguous, "ambiguous");
  flag(pair.tie, "tie");
  return text;
}

inline std::string study_code(const match::PatientOutcome& outcome, std::uint32_t study) {
  for (const match::Unmatched& u : outcome.studies) {
    if (u.record == study) return std::string(code(u.reason, match::Side::study));
  }
  return "MATCHED";
}

inline std::string report_code(const match::PatientOutcome& outcome, std::uint32_t report) {
  for (const match::Unmatched& u : outcome.reports) {
    if (u.record == report) return std::string(code(u.reason, match::Side::report));
  }
  return "MATCHED";
}

}  // namespace match_test
