// SPDX-License-Identifier: Apache-2.0
#include "match/patient.hpp"

#include "catch.hpp"
#include "records.hpp"

#include <string>
#include <vector>

using namespace cxrval;
using namespace match_test;
using match::Comparison;
using match::Matcher;
using match::Pairing;
using match::PatientOutcome;
using match::Reason;
using match::Rules;

TEST_CASE("two studies and two reports are paired in time order, not greedily") {
  const std::vector studies{study("1", "2020-11-02T09:00"), study("2", "2020-11-02T10:00")};
  const std::vector reports{report("a", "2020-11-02T10:10"), report("b", "2020-11-02T15:00")};
  const PatientOutcome outcome = paired(studies, reports);
  CHECK(links(outcome) == Links{{0, 0}, {1, 1}});
  CHECK(flags(outcome.pairs[0]) == "ambiguous");
  CHECK(outcome.pairs[0].component == outcome.pairs[1].component);
  CHECK(outcome.alternatives.size() == 4);
}

TEST_CASE("a pairing that only the order of keys decided says so") {
  const std::vector studies{study("1", "2020-11-02T09:00"), study("2", "2020-11-02T09:00")};
  const std::vector reports{report("a", "2020-11-02T10:10"), report("b", "2020-11-02T15:00")};
  const PatientOutcome outcome = paired(studies, reports);
  CHECK(links(outcome) == Links{{0, 0}, {1, 1}});
  CHECK(flags(outcome.pairs[0]) == "ambiguous;tie");
}

TEST_CASE("a simple pair carries its lag and no flag") {
  const PatientOutcome outcome = paired({study("1", "2020-11-02T09:00:40")}, {report("a", "2020-11-02T10:30")});
  REQUIRE(outcome.pairs.size() == 1);
  CHECK(outcome.pairs[0].lag_seconds == 90 * 60);
  CHECK(flags(outcome.pairs[0]).empty());
  CHECK(outcome.pairs[0].component == 0);
  CHECK(outcome.components == 1);
  CHECK(outcome.alternatives.empty());
  for (const Comparison& comparison : outcome.comparisons) {
    CHECK(comparison.pairs == 1);
    CHECK(comparison.added + comparison.missing == 0);
  }
}

TEST_CASE("open sessions and early reports are flagged") {
  std::vector reports{report("a", "2020-11-02T08:30")};
  reports[0].check_out.reset();
  const PatientOutcome outcome = paired({study("1", "2020-11-02T09:00")}, reports);
  REQUIRE(outcome.pairs.size() == 1);
  CHECK(flags(outcome.pairs[0]) == "open_session;report_before_study");
}

TEST_CASE("a study without an AI result waits for the others and is never a pair") {
  const std::vector studies{study("1", "2020-11-02T09:00", false), study("2", "2020-11-02T09:30")};
  SECTION("its report is not called a report without a study") {
    const PatientOutcome outcome = paired(studies, {report("a", "2020-11-02T09:10"), report("b", "2020-11-02T12:00")});
    CHECK(links(outcome) == Links{{1, 1}});
    CHECK(study_code(outcome, 0) == "AI_INVALID");
    CHECK(outcome.studies[0].stage == Reason::matched);
    CHECK(outcome.studies[0].nearest == 0u);
    CHECK(report_code(outcome, 0) == "STUDY_WITHOUT_AI");
  }
  SECTION("the only report goes to the study with a result, even when the other is nearer") {
    const PatientOutcome outcome = paired(studies, {report("a", "2020-11-02T09:01")});
    CHECK(links(outcome) == Links{{1, 0}});
    CHECK(study_code(outcome, 0) == "AI_INVALID");
    CHECK(outcome.studies[0].stage == Reason::taken);
  }
  SECTION("alone with a report it is no pair either") {
    const PatientOutcome outcome = paired({studies[0]}, {report("a", "2020-11-02T09:10")});
    CHECK(outcome.pairs.empty());
    CHECK(outcome.components == 0);
    CHECK(outcome.comparisons[0].pairs == 0);
    CHECK(study_code(outcome, 0) == "AI_INVALID");
    CHECK(report_code(outcome, 0) == "STUDY_WITHOUT_AI");
  }
}

TEST_CASE("each record without a partner says how far its best candidate came") {
  struct Case {
    const char* study;
    const char* report;
    const char* code;
  };
  for (const Case& c :
       {Case{"", "2020-11-02T09:00", "STUDY_TIME_INVALID"}, Case{"2020-11-02T09:00", "", "REPORT_TIME_INVALID"},
        Case{"2020-11-01T09:00", "2020-11-02T09:00", "BEFORE_CHECKIN"},
        Case{"2020-11-05T09:00", "2020-11-02T09:00", "AFTER_CHECKOUT"},
        Case{"2020-11-02T09:00", "2020-11-03T09:01", "REPORT_TOO_LATE"},
        Case{"2020-11-03T11:00", "2020-11-02T10:59", "REPORT_BEFORE_STUDY"}}) {
    INFO(c.code);
    const PatientOutcome outcome = paired({study("1", c.study)}, {report("a", c.report)});
    CHECK(outcome.pairs.empty());
    CHECK(study_code(outcome, 0) == c.code);
    CHECK(report_code(outcome, 0) == c.code);
    CHECK(outcome.studies[0].stage == outcome.studies[0].reason);
  }
}

TEST_CASE("of two studies for one report the nearer has it") {
  const PatientOutcome outcome =
      paired({study("7", "2020-11-02T09:00"), study("8", "2020-11-02T09:05")}, {report("h", "2020-11-02T09:10")});
  CHECK(study_code(outcome, 0) == "TAKEN_BY_OTHER_STUDY");
  CHECK(study_code(outcome, 1) == "MATCHED");
  CHECK(report_code(outcome, 0) == "MATCHED");
}

TEST_CASE("the deepest candidate gives the reason, then the one that misses least") {
  std::vector reports{report("a", "2020-11-05T09:00"), report("b", "2020-11-03T10:00"),
                      report("c", "2020-11-02T09:30")};
  reports[2].check_in = base::parse_iso("2020-11-02T09:01");
  const PatientOutcome outcome = paired({study("1", "2020-11-02T09:00")}, reports);
  REQUIRE(outcome.studies.size() == 1);
  CHECK(outcome.studies[0].reason == Reason::report_too_late);
  CHECK(outcome.studies[0].nearest == 1u);
  CHECK(outcome.studies[0].nearest_lag_seconds == 25 * 3600);
  CHECK(outcome.studies[0].candidates == 3);
  CHECK(outcome.studies[0].eligible == 0);
}

TEST_CASE("a session that ended and one that is to begin are equally deep: the one that is missed least is told") {
  std::vector reports{report("a", "2020-11-02T09:30"), report("b", "2020-11-02T09:30")};
  reports[0].check_in = base::parse_iso("2020-11-01T08:00");
  reports[0].check_out = base::parse_iso("2020-11-01T09:00");
  reports[1].check_in = base::parse_iso("2020-11-02T09:10");
  const PatientOutcome outcome = paired({study("1", "2020-11-02T09:00")}, reports);
  CHECK(study_code(outcome, 0) == "BEFORE_CHECKIN");
  CHECK(outcome.studies[0].nearest == 1u);
}

TEST_CASE("a report too early and one too late are equally deep: the one that is missed least is told") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-03T09:00")}, {report("a", "2020-11-04T19:00"), report("b", "2020-11-02T08:59")});
  CHECK(study_code(outcome, 0) == "REPORT_BEFORE_STUDY");
  CHECK(outcome.studies[0].nearest == 1u);
}

TEST_CASE("of the taken candidates the nearest is told, then the first by key") {
  const std::vector studies{study("1", "2020-11-02T09:00"), study("2", "2020-11-02T09:01"),
                            study("3", "2020-11-02T09:02"), study("4", "2020-11-02T07:30")};
  std::vector reports{report("a", "2020-11-02T09:30"), report("b", "2020-11-02T09:10"),
                      report("c", "2020-11-02T09:10")};
  const PatientOutcome outcome = paired({studies.begin(), studies.begin() + 3}, {reports[0], reports[1]});
  REQUIRE(outcome.studies.size() == 1);
  CHECK(outcome.studies[0].record == 0);
  CHECK(outcome.studies[0].nearest == 1u);
  CHECK(outcome.studies[0].nearest_lag_seconds == 600);
  CHECK(outcome.studies[0].eligible == 2);
  for (match::Report& r : reports) r.check_in = base::parse_iso("2020-11-02T08:00");
  const PatientOutcome missed = paired({studies[3]}, {reports[1], reports[2]});
  CHECK(missed.studies[0].nearest == 0u);
  CHECK(study_code(missed, 0) == "BEFORE_CHECKIN");
}

TEST_CASE("a report left over beside a taken study is taken by another report") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:00")}, {report("a", "2020-11-02T09:10"), report("b", "2020-11-02T09:20")});
  CHECK(report_code(outcome, 0) == "MATCHED");
  CHECK(report_code(outcome, 1) == "TAKEN_BY_OTHER_REPORT");
  CHECK(outcome.reports[0].eligible == 1);
}

TEST_CASE("nothing matches nothing") {
  CHECK(paired({}, {}).pairs.empty());
  const PatientOutcome lonely = paired({study("1", "2020-11-02T09:00")}, {});
  REQUIRE(lonely.studies.size() == 1);
  CHECK(lonely.studies[0].reason == Reason::patient_not_found);
  CHECK(lonely.studies[0].candidates == 0);
  const PatientOutcome reportless = paired({}, {report("a", "2020-11-02T09:00")});
  REQUIRE(reportless.reports.size() == 1);
  CHECK(reportless.reports[0].reason == Reason::patient_not_found);
}

TEST_CASE("a matcher forgets the patient before") {
  Matcher matcher{Rules{}};
  const std::vector two{study("1", "2020-11-02T09:00"), study("2", "2020-11-02T10:00")};
  const std::vector reports{report("a", "2020-11-02T10:10"), report("b", "2020-11-02T15:00"),
                            report("c", "2020-11-02T15:00")};
  CHECK(matcher.match(two, reports).alternatives.size() == 6);
  const PatientOutcome& next = matcher.match({&two[0], 1}, {&reports[0], 1});
  CHECK(links(next) == Links{{0, 0}});
  CHECK(next.alternatives.empty());
  CHECK(next.reports.empty());
  CHECK(next.comparisons[static_cast<std::size_t>(Pairing::all)].pairs == 1);
}

TEST_CASE("a matcher forgets who had a report of the patient before") {
  Matcher matcher{Rules{}};
  const std::vector reports{report("a", "2020-11-02T09:06")};
  const std::vector before{study("1", "2020-11-02T08:10"), study("2", "2020-11-02T08:20"),
                           study("3", "2020-11-02T09:00")};
  REQUIRE(links(matcher.match(before, reports)) == Links{{2, 0}});
  const std::vector next{study("1", "2020-11-02T09:05"), study("2", "2020-11-02T09:00"),
                         study("3", "2020-11-02T09:00")};
  const PatientOutcome& outcome = matcher.match(next, reports);
  CHECK(links(outcome) == Links{{0, 0}});
  CHECK(study_code(outcome, 1) == "TAKEN_BY_OTHER_STUDY");
  CHECK(study_code(outcome, 2) == "TAKEN_BY_OTHER_STUDY");
}

TEST_CASE("an alternative is near up to and with an hour of root mean square lag") {
  const std::vector studies{study("1", "2020-11-02T09:00")};
  const auto ambiguous = [&](const char* second) {
    return paired(studies, {report("a", "2020-11-02T09:10"), report("b", second)}).pairs.at(0).ambiguous;
  };
  CHECK(ambiguous("2020-11-02T10:10"));
  CHECK_FALSE(ambiguous("2020-11-02T10:11"));
  CHECK(ambiguous("2020-11-02T08:50"));  // a clock may be some minutes wrong
  CHECK(ambiguous("2020-11-02T07:50"));
  CHECK_FALSE(ambiguous("2020-11-02T07:49"));
}

TEST_CASE("a component of two reports is not ambiguous when one of them is far") {
  const PatientOutcome outcome =
      paired({study("1", "2020-11-02T09:00")}, {report("a", "2020-11-02T09:10"), report("b", "2020-11-02T19:00")});
  CHECK(flags(outcome.pairs.at(0)).empty());
  CHECK(outcome.alternatives.empty());
}

TEST_CASE("a component of more than ten thousand possible pairs is not searched but called ambiguous") {
  std::vector<match::Study> studies;
  std::vector<match::Report> reports;
  const base::CivilTime start = *base::parse_iso("2020-11-02T09:00");
  for (int i = 0; i < 101; ++i) {
    const base::CivilTime time{start.seconds + 60 * i, false};
    studies.push_back({time, true});
    if (i > 0) reports.push_back(report("r", ""));
    if (i > 0) reports.back().time = time;
  }
  Rules rules;
  rules.near_best_seconds = 0;
  const PatientOutcome searched = Matcher(rules).match(std::span(studies).subspan(1), reports);
  REQUIRE(searched.pairs.size() == 100);
  for (const match::Pair& pair : searched.pairs) {
    REQUIRE(pair.study == pair.report);
    REQUIRE_FALSE(pair.ambiguous);
  }
  CHECK(searched.alternatives.empty());
  const PatientOutcome beyond = Matcher(rules).match(studies, reports);
  REQUIRE(beyond.pairs.size() == 100);
  for (const match::Pair& pair : beyond.pairs) REQUIRE(pair.ambiguous);
  CHECK(beyond.alternatives.size() == 10'100);
}
