// SPDX-License-Identifier: Apache-2.0
#include "match/patient.hpp"

#include "catch.hpp"
#include "records.hpp"

#include <cstdlib>
#include <string>
#include <vector>

using namespace cxrval;
using namespace match_test;
using match::Comparison;
using match::Pairing;
using match::PatientOutcome;
using match::Reason;
using match::Report;
using match::Rules;

namespace {

Report in_session(const char*, const char* check_in, const char* check_out, const char* time) {
  return {"", base::parse_iso(check_in), base::parse_iso(check_out), base::parse_iso(time)};
}

Report of_origin(Report made, const char* origin) {
  made.origin = origin;
  return made;
}

std::string only_code(const char* study_time, const Report& against, const Rules& rules = {}) {
  return study_code(paired({study("1", study_time)}, {against}, rules), 0);
}

Rules one_sided() {
  Rules rules;
  rules.window.before_seconds = 0;
  return rules;
}

const Comparison& compared(const PatientOutcome& outcome, Pairing pairing) {
  return outcome.comparisons[static_cast<std::size_t>(pairing)];
}

}  // namespace

TEST_CASE("a report before its study is a flagged pair, or no pair when the window is one-sided") {
  const std::vector studies{study("1", "2020-11-02T09:30")};
  const std::vector reports{report("a", "2020-11-02T09:00")};
  const PatientOutcome both = paired(studies, reports);
  REQUIRE(both.pairs.size() == 1);
  CHECK(both.pairs[0].report_before_study);
  CHECK(both.pairs[0].lag_seconds == -1800);
  const PatientOutcome later = paired(studies, reports, one_sided());
  CHECK(study_code(later, 0) == "REPORT_BEFORE_STUDY");
  CHECK(later.studies[0].nearest_lag_seconds == -1800);
}

TEST_CASE("a report that is in order wins over a nearer one that is not") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:30")}, {report("a", "2020-11-02T09:25"), report("b", "2020-11-02T18:00")});
  CHECK(links(outcome) == Links{{0, 1}});
  CHECK(report_code(outcome, 0) == "TAKEN_BY_OTHER_REPORT");
}

TEST_CASE("a study of 23:50 has the report of 00:30") {
  const PatientOutcome outcome = paired({study("1", "2020-11-02T23:50:12")}, {report("a", "2020-11-03T00:30")});
  REQUIRE(outcome.pairs.size() == 1);
  CHECK(outcome.pairs[0].lag_seconds == 40 * 60);
}

TEST_CASE("the closing minute belongs to the session, or not, as the rules say") {
  const Report closing = in_session("a", "2020-11-02T08:00", "2020-11-02T10:00", "2020-11-02T11:00");
  Rules open_end;
  open_end.closing_inclusive = false;
  CHECK(only_code("2020-11-02T10:00:59", closing) == "MATCHED");
  CHECK(only_code("2020-11-02T10:01:00", closing) == "AFTER_CHECKOUT");
  CHECK(only_code("2020-11-02T10:00:00", closing, open_end) == "AFTER_CHECKOUT");
  CHECK(only_code("2020-11-02T09:59:59", closing, open_end) == "MATCHED");
  open_end.precision = match::Precision::second;
  CHECK(only_code("2020-11-02T10:00:00", closing, open_end) == "AFTER_CHECKOUT");
  CHECK(only_code("2020-11-02T09:59:59", closing, open_end) == "MATCHED");
}

TEST_CASE("a session closed by the batch of 23:59 holds the evening but not the night") {
  const Report batch = in_session("a", "2020-11-02T08:00", "2020-11-02T23:59", "2020-11-03T00:20");
  CHECK(only_code("2020-11-02T23:59:59", batch) == "MATCHED");
  CHECK(only_code("2020-11-03T00:00:00", batch) == "AFTER_CHECKOUT");
}

TEST_CASE("a session of a single minute holds a study of that minute") {
  const Report short_one = in_session("a", "2020-11-02T08:00", "2020-11-02T08:00", "2020-11-02T08:30");
  CHECK(only_code("2020-11-02T08:00:30", short_one) == "MATCHED");
  CHECK(only_code("2020-11-02T08:01:00", short_one) == "AFTER_CHECKOUT");
}

TEST_CASE("a session without check-out lasts for ever, or holds nothing, as the rules say") {
  const Report open = in_session("a", "2020-11-02T08:00", "", "2020-11-02T09:30");
  Rules closed_only;
  closed_only.open_sessions = false;
  CHECK(only_code("2020-11-02T09:00", open) == "MATCHED");
  CHECK(only_code("2020-11-02T09:00", open, closed_only) == "SESSION_OPEN");
  CHECK(only_code("2020-11-02T07:59", open, closed_only) == "BEFORE_CHECKIN");
}

TEST_CASE("an open session is a deeper reason than a session that ended before, and a shallower one than the window") {
  Rules closed_only = one_sided();
  closed_only.open_sessions = false;
  const Report open = in_session("b", "2020-11-02T08:00", "", "2020-11-02T09:30");
  const Report ended = in_session("a", "2020-11-02T07:00", "2020-11-02T08:59", "2020-11-02T09:30");
  const Report early = in_session("c", "2020-11-02T07:00", "2020-11-02T12:00", "2020-11-02T08:30");
  const std::vector studies{study("1", "2020-11-02T09:00")};
  const PatientOutcome two = paired(studies, {ended, open}, closed_only);
  CHECK(study_code(two, 0) == "SESSION_OPEN");
  CHECK(two.studies[0].nearest == 1u);
  CHECK(report_code(two, 0) == "AFTER_CHECKOUT");
  CHECK(report_code(two, 1) == "SESSION_OPEN");
  CHECK(study_code(paired(studies, {ended, open, early}, closed_only), 0) == "REPORT_BEFORE_STUDY");
}

TEST_CASE("an emergency checked in after its X-ray says so") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T07:40")}, {in_session("a", "2020-11-02T08:00", "", "2020-11-02T08:20")});
  CHECK(study_code(outcome, 0) == "BEFORE_CHECKIN");
  CHECK(report_code(outcome, 0) == "BEFORE_CHECKIN");
  CHECK(outcome.studies[0].nearest_lag_seconds == 40 * 60);
}

TEST_CASE("two studies a day take their reports in order, though the second study is nearer to the first report") {
  const PatientOutcome outcome = paired({study("1", "2020-11-02T08:10"), study("2", "2020-11-02T14:00")},
                                        {report("a", "2020-11-02T14:10"), report("b", "2020-11-02T20:00")});
  CHECK(links(outcome) == Links{{0, 0}, {1, 1}});
}

TEST_CASE("two studies of one instant and one report: the second is a duplicate study") {
  const std::vector reports{report("a", "2020-11-02T10:00")};
  const PatientOutcome same = paired({study("1", "2020-11-02T09:00:10"), study("2", "2020-11-02T09:00:50")}, reports);
  CHECK(links(same) == Links{{0, 0}});
  CHECK(study_code(same, 1) == "DUPLICATE_STUDY");
  CHECK(same.pairs[0].tie);
  Rules strict;
  strict.precision = match::Precision::second;
  const PatientOutcome apart =
      paired({study("1", "2020-11-02T09:00:10"), study("2", "2020-11-02T09:00:50")}, reports, strict);
  CHECK(links(apart) == Links{{1, 0}});
  CHECK(study_code(apart, 0) == "TAKEN_BY_OTHER_STUDY");
}

TEST_CASE("two studies of one instant are no duplicates when a third has the report that both want") {
  const Report wanted = report("a", "2020-11-02T09:06");
  const Report second = in_session("b", "2020-11-02T08:00", "2020-11-02T09:02", "2020-11-02T12:00");
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:00"), study("2", "2020-11-02T09:00"), study("3", "2020-11-02T09:05")},
             {wanted, second});
  CHECK(links(outcome) == Links{{0, 1}, {2, 0}});
  CHECK(study_code(outcome, 1) == "TAKEN_BY_OTHER_STUDY");
}

TEST_CASE("a duplicate of a study without an AI result keeps its reason and says the rest in its stage") {
  const PatientOutcome outcome = paired({study("1", "2020-11-02T09:00"), study("2", "2020-11-02T09:00", false)},
                                        {report("a", "2020-11-02T10:00")});
  CHECK(study_code(outcome, 1) == "AI_INVALID");
  CHECK(outcome.studies[0].stage == Reason::duplicate);
}

TEST_CASE("an addendum of the same session and service is a duplicate report, another service is not") {
  const std::vector studies{study("1", "2020-11-02T09:00")};
  const Report first = of_origin(report("a", "2020-11-02T10:00"), "F|S1|18.0119.0028");
  const Report addendum = of_origin(report("b", "2020-11-02T11:00"), "F|S1|18.0119.0028");
  const Report other = of_origin(report("c", "2020-11-02T11:30"), "F|S1|18.0120.0028");
  const PatientOutcome outcome = paired(studies, {first, addendum, other});
  CHECK(links(outcome) == Links{{0, 0}});
  CHECK(report_code(outcome, 1) == "DUPLICATE_REPORT");
  CHECK(report_code(outcome, 2) == "TAKEN_BY_OTHER_REPORT");
}

TEST_CASE("a report is no version of one that another study has") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:00"), study("2", "2020-11-02T15:00")},
             {of_origin(report("a", "2020-11-02T09:10"), "other"), of_origin(report("b", "2020-11-02T15:10"), "S"),
              of_origin(report("c", "2020-11-02T09:20"), "S")});
  CHECK(links(outcome) == Links{{0, 0}, {1, 1}});
  CHECK(report_code(outcome, 2) == "TAKEN_BY_OTHER_REPORT");
}

TEST_CASE("reports of unknown origin are not versions of one another") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:00")}, {report("a", "2020-11-02T10:00"), report("b", "2020-11-02T11:00")});
  CHECK(report_code(outcome, 1) == "TAKEN_BY_OTHER_REPORT");
}

TEST_CASE("an addendum to a study without an AI result is a duplicate report") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:00", false)},
             {of_origin(report("a", "2020-11-02T10:00"), "S"), of_origin(report("b", "2020-11-02T11:00"), "S")});
  CHECK(report_code(outcome, 0) == "STUDY_WITHOUT_AI");
  CHECK(report_code(outcome, 1) == "DUPLICATE_REPORT");
}

TEST_CASE("a modality clock in UTC puts its studies before the check-in or its lags at seven hours more") {
  const Report session = in_session("a", "2020-11-02T08:00", "2020-11-02T17:00", "2020-11-02T16:20");
  const PatientOutcome early = paired({study("1", "2020-11-02T02:00")}, {session});  // really 09:00
  CHECK(study_code(early, 0) == "BEFORE_CHECKIN");
  CHECK(early.studies[0].nearest_lag_seconds == (7 * 60 + 440) * 60);
  const PatientOutcome late = paired({study("1", "2020-11-02T09:00")}, {session});  // really 16:00
  REQUIRE(late.pairs.size() == 1);
  CHECK(late.pairs[0].lag_seconds == (7 * 60 + 20) * 60);
}

TEST_CASE("a modality clock seven hours ahead is after the check-out or has its reports before its studies") {
  const Report day = in_session("a", "2020-11-02T08:00", "2020-11-02T12:00", "2020-11-02T09:20");
  CHECK(only_code("2020-11-02T16:00", day) == "AFTER_CHECKOUT");  // really 09:00
  const Report stay = report("a", "2020-11-02T09:20");
  CHECK(only_code("2020-11-02T16:00", stay, one_sided()) == "REPORT_BEFORE_STUDY");
  const PatientOutcome wide = paired({study("1", "2020-11-02T16:00")}, {stay});
  REQUIRE(wide.pairs.size() == 1);
  CHECK(wide.pairs[0].lag_seconds == (20 - 7 * 60) * 60);
  CHECK(wide.pairs[0].report_before_study);
}

TEST_CASE("a twelve-hour clock puts the afternoon before the check-in, and twelve hours into the lag") {
  const Report afternoon = in_session("a", "2020-11-02T13:30", "2020-11-02T18:00", "2020-11-02T14:40");
  const PatientOutcome outcome = paired({study("1", "2020-11-02T02:10")}, {afternoon});  // really 14:10
  CHECK(study_code(outcome, 0) == "BEFORE_CHECKIN");
  CHECK(outcome.studies[0].nearest_lag_seconds == (12 * 60 + 30) * 60);
  const Report stay = in_session("a", "2020-11-01T08:00", "2020-11-04T10:00", "2020-11-02T14:40");
  const PatientOutcome in_stay = paired({study("1", "2020-11-02T02:10")}, {stay});
  REQUIRE(in_stay.pairs.size() == 1);
  CHECK(in_stay.pairs[0].lag_seconds == (12 * 60 + 30) * 60);
}

TEST_CASE("where the sum of lags is the same for every pairing the squares still decide, without a tie") {
  const std::vector studies{study("1", "2020-11-02T09:00"), study("2", "2020-11-02T12:00")};
  const std::vector reports{report("a", "2020-11-02T13:00"), report("b", "2020-11-02T17:00")};
  const auto lag = [&](std::size_t s, std::size_t r) {
    return std::llabs(reports[r].time->seconds - studies[s].time->seconds);
  };
  REQUIRE(lag(0, 0) + lag(1, 1) == lag(0, 1) + lag(1, 0));
  const PatientOutcome outcome = paired(studies, reports, one_sided());
  CHECK(links(outcome) == Links{{0, 0}, {1, 1}});
  CHECK_FALSE(outcome.pairs[0].tie);
  // The same records under other keys: an order of rows would decide otherwise.
  const PatientOutcome renamed = paired({studies[1], studies[0]}, {reports[0], reports[1]}, one_sided());
  CHECK(links(renamed) == Links{{0, 1}, {1, 0}});
}

TEST_CASE("greedy pairing loses a pair that the best pairing has") {
  Rules rules;
  rules.window = {3600, 7200};
  const std::vector studies{study("1", "2020-11-02T09:55"), study("2", "2020-11-02T09:00")};
  const std::vector reports{report("a", "2020-11-02T10:00"), report("b", "2020-11-02T11:30")};
  const PatientOutcome outcome = paired(studies, reports, rules);
  CHECK(links(outcome) == Links{{0, 1}, {1, 0}});
  CHECK(compared(outcome, Pairing::greedy_nearest).pairs == 1);
  CHECK(compared(outcome, Pairing::greedy_nearest).added == 1);
  CHECK(compared(outcome, Pairing::greedy_nearest).missing == 2);
  rules.pairing = Pairing::greedy_nearest;
  const PatientOutcome greedy = paired(studies, reports, rules);
  CHECK(links(greedy) == Links{{0, 0}});
  CHECK(study_code(greedy, 1) == "TAKEN_BY_OTHER_STUDY");
  CHECK(report_code(greedy, 1) == "TAKEN_BY_OTHER_REPORT");
}

TEST_CASE("as in RobinL's example the nearest pair first leaves the worst pair last") {
  // His scores .95, .94, .93 and .01 as lags of 5, 6, 7 and 18 minutes.
  const std::vector studies{study("1", "2020-11-02T10:00"), study("2", "2020-11-02T09:48")};
  const std::vector reports{report("a", "2020-11-02T09:55"), report("b", "2020-11-02T10:06")};
  const auto minutes = [](const PatientOutcome& outcome) {
    std::int64_t sum = 0;
    for (const match::Pair& pair : outcome.pairs) sum += std::llabs(pair.lag_seconds) / 60;
    return sum;
  };
  Rules greedy;
  greedy.pairing = Pairing::greedy_nearest;
  const PatientOutcome nearest_first = paired(studies, reports, greedy), best = paired(studies, reports);
  CHECK(links(nearest_first) == Links{{0, 0}, {1, 1}});
  CHECK(minutes(nearest_first) == 5 + 18);
  CHECK(links(best) == Links{{0, 1}, {1, 0}});
  CHECK(minutes(best) == 6 + 7);
}

TEST_CASE("the paper's rule uses one report for two studies, and the comparison says so") {
  Rules paper;
  paper.pairing = Pairing::paper;
  const std::vector studies{study("1", "2020-11-02T09:00"), study("2", "2020-11-02T09:20")};
  const std::vector reports{report("a", "2020-11-02T10:00"), report("b", "2020-11-02T15:00")};
  const PatientOutcome outcome = paired(studies, reports, paper);
  CHECK(links(outcome) == Links{{0, 0}, {1, 0}});
  CHECK(report_code(outcome, 1) == "TAKEN_BY_OTHER_REPORT");
  CHECK(compared(outcome, Pairing::paper).added + compared(outcome, Pairing::paper).missing == 0);
  CHECK(compared(outcome, Pairing::one_to_one).pairs == 2);
  CHECK(compared(outcome, Pairing::one_to_one).added == 1);
  CHECK(compared(outcome, Pairing::one_to_one).missing == 1);
  CHECK(compared(outcome, Pairing::all).pairs == 4);
}
