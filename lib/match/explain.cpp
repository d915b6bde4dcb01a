// SPDX-License-Identifier: Apache-2.0
#include "match/explain.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <tuple>

namespace cxrval::match {
namespace {

// Session conditions come before the window's; within one stage the candidate that misses least is best.
int depth(Reason reason) {
  if (reason == Reason::after_check_out) return static_cast<int>(Reason::before_check_in);
  if (reason == Reason::report_too_late) return static_cast<int>(Reason::report_before_study);
  return static_cast<int>(reason);
}

const Verdict& verdict(const Settled& patient, std::size_t study, std::size_t report) {
  return patient.verdicts[study * patient.reports.size() + report];
}

void set_nearest(Unmatched& record, std::uint32_t candidate, const Verdict& v) {
  const bool timed = v.reason != Reason::study_time_missing && v.reason != Reason::report_time_missing;
  record.nearest = candidate;
  record.nearest_lag_seconds = timed ? std::optional(v.lag) : std::nullopt;
}

// `candidate_verdict(i)` of `count` candidates, in the order of their keys.
template <class CandidateVerdict>
Unmatched explain(std::uint32_t index, std::size_t count, CandidateVerdict candidate_verdict) {
  Unmatched record;
  record.record = index;
  record.candidates = static_cast<std::uint32_t>(count);
  const auto rank = [](const Verdict& v) { return std::make_tuple(-depth(v.reason), v.gap, std::llabs(v.lag)); };
  std::uint32_t best = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Verdict& candidate = candidate_verdict(i);
    if (candidate.reason == Reason::matched) ++record.eligible;
    if (rank(candidate) < rank(candidate_verdict(best))) best = i;
  }
  if (count == 0) return record;
  const Verdict& nearest = candidate_verdict(best);
  record.reason = nearest.reason == Reason::matched ? Reason::taken : nearest.reason;
  set_nearest(record, best, nearest);
  return record;
}

// Of a study without a report that it may have: one of the same instant has that report.
bool duplicates(const Settled& patient, std::uint32_t study, std::uint32_t nearest) {
  const auto at = [&](std::uint32_t s) { return instant(*patient.studies[s].time, patient.precision); };
  return std::any_of(patient.taken.begin(), patient.taken.end(), [&](const auto& pair) {
    return pair.second == nearest && pair.first != study && at(pair.first) == at(study);
  });
}

// Of a report without a study that it may have: that study has a report of the same origin.
bool is_version(const Settled& patient, std::uint32_t report, std::uint32_t nearest) {
  const std::string_view origin = patient.reports[report].origin;
  return !origin.empty() && std::any_of(patient.taken.begin(), patient.taken.end(), [&](const auto& pair) {
    return pair.first == nearest && patient.reports[pair.second].origin == origin;
  });
}

}  // namespace

Unmatched explain_study(const Settled& patient, std::uint32_t study) {
  Unmatched record = explain(study, patient.reports.size(),
                             [&](std::size_t r) -> const Verdict& { return verdict(patient, study, r); });
  if (const auto report = patient.report_of_no_ai[study]) {
    record.reason = Reason::matched;
    set_nearest(record, *report, verdict(patient, study, *report));
  } else if (record.reason == Reason::taken && duplicates(patient, study, *record.nearest)) {
    record.reason = Reason::duplicate;
  }
  record.stage = record.reason;
  if (!patient.studies[study].has_ai_result) record.reason = Reason::without_ai;
  return record;
}

Unmatched explain_report(const Settled& patient, std::uint32_t report) {
  Unmatched record = explain(report, patient.studies.size(),
                             [&](std::size_t s) -> const Verdict& { return verdict(patient, s, report); });
  if (const auto study = patient.study_of_no_ai[report]) {
    record.reason = Reason::without_ai;
    set_nearest(record, *study, verdict(patient, *study, report));
  } else if (record.reason == Reason::taken && is_version(patient, report, *record.nearest)) {
    record.reason = Reason::duplicate;
  }
  record.stage = record.reason;
  return record;
}

}  // namespace cxrval::match
