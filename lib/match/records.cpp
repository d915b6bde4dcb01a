// SPDX-License-Identifier: Apache-2.0
#include "match/records.hpp"

namespace cxrval::match {
namespace {

// Of the session.
std::int64_t last_instant(base::CivilTime check_out, const Rules& rules) {
  const std::int64_t closes = instant(check_out, rules.precision);
  if (!rules.closing_inclusive) return closes - (rules.precision == Precision::minute ? 60 : 1);
  const bool whole_minute = rules.precision == Precision::second && !check_out.has_seconds;
  return closes + (whole_minute ? 59 : 0);
}

}  // namespace

std::int64_t instant(base::CivilTime time, Precision precision) {
  return precision == Precision::minute ? base::truncate_to_minute(time).seconds : time.seconds;
}

std::string_view code(Reason reason, Side side) {
  const bool study = side == Side::study;
  switch (reason) {
    case Reason::no_patient_id:
      return "NO_PATIENT_ID";
    case Reason::patient_not_found:
      return study ? "PATIENT_NOT_IN_HIS" : "NO_STUDY";
    case Reason::patient_format_differs:
      return "PATIENT_FORMAT_DIFFERS";
    case Reason::too_many_records:
      return "TOO_MANY_RECORDS";
    case Reason::study_time_missing:
      return "STUDY_TIME_INVALID";
    case Reason::report_time_missing:
      return "REPORT_TIME_INVALID";
    case Reason::check_in_missing:
      return "CHECKIN_MISSING";
    case Reason::before_check_in:
      return "BEFORE_CHECKIN";
    case Reason::after_check_out:
      return "AFTER_CHECKOUT";
    case Reason::session_open:
      return "SESSION_OPEN";
    case Reason::report_before_study:
      return "REPORT_BEFORE_STUDY";
    case Reason::report_too_late:
      return "REPORT_TOO_LATE";
    case Reason::taken:
      return study ? "TAKEN_BY_OTHER_STUDY" : "TAKEN_BY_OTHER_REPORT";
    case Reason::duplicate:
      return study ? "DUPLICATE_STUDY" : "DUPLICATE_REPORT";
    case Reason::no_ai_result:
      return study ? "NO_AI_RESULT" : "STUDY_WITHOUT_AI";
    case Reason::without_ai:
      return study ? "AI_INVALID" : "STUDY_WITHOUT_AI";
    case Reason::matched:
      return "MATCHED";
  }
  return "";
}

Verdict judge(const Study& study, const Report& report, const Rules& rules) {
  Verdict verdict;
  const auto fails = [&](Reason reason, std::int64_t gap) {
    verdict.reason = reason;
    verdict.gap = gap;
    return verdict;
  };
  if (!study.time) return fails(Reason::study_time_missing, 0);
  if (!report.time) return fails(Reason::report_time_missing, 0);
  const std::int64_t taken = instant(*study.time, rules.precision);
  verdict.lag = instant(*report.time, rules.precision) - taken;
  if (!report.check_in) return fails(Reason::check_in_missing, 0);
  const std::int64_t opens = instant(*report.check_in, rules.precision);
  if (taken < opens) return fails(Reason::before_check_in, opens - taken);
  verdict.open_session = !report.check_out.has_value();
  if (report.check_out) {
    const std::int64_t closes = last_instant(*report.check_out, rules);
    if (taken > closes) return fails(Reason::after_check_out, taken - closes);
  } else if (!rules.open_sessions) {
    return fails(Reason::session_open, 0);
  }
  if (-verdict.lag > rules.window.before_seconds)
    return fails(Reason::report_before_study, -verdict.lag - rules.window.before_seconds);
  if (verdict.lag > rules.window.after_seconds)
    return fails(Reason::report_too_late, verdict.lag - rules.window.after_seconds);
  return verdict;
}

}  // namespace cxrval::match
