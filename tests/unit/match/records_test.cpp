// SPDX-License-Identifier: Apache-2.0
#include "match/records.hpp"

#include "catch.hpp"

using namespace cxrval;
using match::judge;
using match::Precision;
using match::Reason;
using match::Report;
using match::Rules;
using match::Study;

namespace {

Study study_at(const char* time) {
  return {base::parse_iso(time), true};
}

Report report(const char* check_in, const char* check_out, const char* time) {
  return {"", base::parse_iso(check_in), base::parse_iso(check_out), base::parse_iso(time)};
}

Reason reason(const char* study, const Report& against, const Rules& rules = {}) {
  return judge(study_at(study), against, rules).reason;
}

const Report usual = report("2020-11-02T08:00", "2020-11-04T10:00", "2020-11-02T09:30");

}  // namespace

TEST_CASE("a study inside the session with a report within a day is a pair") {
  CHECK(reason("2020-11-02T09:00:00", usual) == Reason::matched);
  CHECK(judge(study_at("2020-11-02T09:00:30"), usual, {}).lag == 30 * 60);
}

TEST_CASE("check-in and check-out are inclusive to the minute") {
  const Report session = report("2020-11-02T08:00", "2020-11-02T10:00", "2020-11-02T09:30");
  CHECK(reason("2020-11-02T07:59:59", session) == Reason::before_check_in);
  CHECK(reason("2020-11-02T08:00:00", session) == Reason::matched);
  CHECK(reason("2020-11-02T10:00:59", session) == Reason::matched);
  CHECK(reason("2020-11-02T10:01:00", session) == Reason::after_check_out);
}

TEST_CASE("at second precision a check-out without seconds lasts to the end of its minute") {
  Rules rules;
  rules.precision = Precision::second;
  const Report minutes = report("2020-11-02T08:00", "2020-11-02T10:00", "2020-11-02T09:30");
  CHECK(reason("2020-11-02T10:00:59", minutes, rules) == Reason::matched);
  CHECK(reason("2020-11-02T10:01:00", minutes, rules) == Reason::after_check_out);
  const Report seconds = report("2020-11-02T08:00:30", "2020-11-02T10:00:00", "2020-11-02T09:30");
  CHECK(reason("2020-11-02T10:00:01", seconds, rules) == Reason::after_check_out);
  CHECK(reason("2020-11-02T08:00:29", seconds, rules) == Reason::before_check_in);
}

TEST_CASE("an exclusive check-out is missed by the minute or the second that it lacks") {
  Rules rules;
  rules.closing_inclusive = false;
  const Report session = report("2020-11-02T08:00", "2020-11-02T10:00", "2020-11-02T09:30");
  CHECK(judge(study_at("2020-11-02T10:00:20"), session, rules).gap == 60);
  CHECK(judge(study_at("2020-11-02T10:00:20"), session, {}).reason == Reason::matched);
  rules.precision = Precision::second;
  CHECK(judge(study_at("2020-11-02T10:00:00"), session, rules).gap == 1);
  CHECK(judge(study_at("2020-11-02T10:00:20"), session, rules).gap == 21);
}

TEST_CASE("a session without check-out is judged after its check-in and before the window") {
  Rules rules;
  rules.open_sessions = false;
  const Report open = report("2020-11-02T08:00", "", "2020-11-09T09:00");
  CHECK(reason("2020-11-02T07:59:00", open, rules) == Reason::before_check_in);
  CHECK(reason("2020-11-02T08:00:00", open, rules) == Reason::session_open);
  CHECK(reason("2020-11-02T08:00:00", open) == Reason::report_too_late);
}

TEST_CASE("the window is inclusive on both sides") {
  const Report late = report("2020-11-01T00:00", "2020-11-09T00:00", "2020-11-03T09:00");
  CHECK(reason("2020-11-02T09:00:45", late) == Reason::matched);
  CHECK(reason("2020-11-02T08:59:59", late) == Reason::report_too_late);
  CHECK(reason("2020-11-04T09:00:59", late) == Reason::matched);
  CHECK(reason("2020-11-04T09:01:00", late) == Reason::report_before_study);
  Rules none_before;
  none_before.window.before_seconds = 0;
  CHECK(reason("2020-11-03T09:00:59", late, none_before) == Reason::matched);
  CHECK(reason("2020-11-03T09:01:00", late, none_before) == Reason::report_before_study);
}

TEST_CASE("a report after midnight belongs to the study before it") {
  const Report night = report("2020-11-02T20:00", "2020-11-05T10:00", "2020-11-03T00:30");
  CHECK(judge(study_at("2020-11-02T23:50:12"), night, {}).lag == 40 * 60);
}

TEST_CASE("a clock seven hours off shows as a report before its study or outside the session") {
  CHECK(judge(study_at("2020-11-02T16:00:00"), usual, {}).lag == -390 * 60);
  CHECK(reason("2020-11-02T02:00:00", usual) == Reason::before_check_in);
}

TEST_CASE("a session without check-out is open, and says so") {
  const Report open = report("2020-11-02T08:00", "", "2020-11-03T09:00");
  const match::Verdict verdict = judge(study_at("2020-11-02T10:00:00"), open, {});
  CHECK(verdict.reason == Reason::matched);
  CHECK(verdict.open_session);
  CHECK_FALSE(judge(study_at("2020-11-02T09:00:00"), usual, {}).open_session);
}

TEST_CASE("missing times are named") {
  CHECK(reason("", usual) == Reason::study_time_missing);
  CHECK(reason("2020-11-02T09:00", report("2020-11-02T08:00", "", "")) == Reason::report_time_missing);
  CHECK(reason("2020-11-02T09:00", report("", "", "2020-11-02T09:00")) == Reason::check_in_missing);
}

TEST_CASE("every reason has a code on both sides") {
  for (int i = 0; i <= static_cast<int>(Reason::matched); ++i) {
    CHECK_FALSE(match::code(static_cast<Reason>(i), match::Side::study).empty());
    CHECK_FALSE(match::code(static_cast<Reason>(i), match::Side::report).empty());
  }
  CHECK(match::code(Reason::patient_not_found, match::Side::study) == "PATIENT_NOT_IN_HIS");
  CHECK(match::code(Reason::patient_not_found, match::Side::report) == "NO_STUDY");
}
