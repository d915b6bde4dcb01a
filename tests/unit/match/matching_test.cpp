// SPDX-License-Identifier: Apache-2.0
#include "match/matching.hpp"

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace cxrval;
using match::code;
using match::Outcome;
using match::Reason;
using match::Report;
using match::Rules;
using match::Side;
using match::Study;

namespace {

Study study(std::string patient, std::string key, const char* time, bool ai = true) {
  return {patient, patient, std::move(key), base::parse_iso(time), ai};
}

// Of a session from 2 to 4 November.
Report report(std::string patient, std::string key, const char* time) {
  return {patient,
          patient,
          std::move(key),
          base::parse_iso("2020-11-02T08:00"),
          base::parse_iso("2020-11-04T10:00"),
          base::parse_iso(time)};
}

std::set<std::pair<std::string, std::string>> pairs_by_key(const Outcome& outcome, const std::vector<Study>& studies,
                                                           const std::vector<Report>& reports) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const match::Pair& pair : outcome.pairs) pairs.emplace(studies[pair.study].key, reports[pair.report].key);
  return pairs;
}

std::string study_code(const Outcome& outcome, std::size_t study) {
  for (const match::Unmatched& u : outcome.studies) {
    if (u.record == study) return std::string(code(u.reason, Side::study));
  }
  return "MATCHED";
}

std::string report_code(const Outcome& outcome, std::size_t report) {
  for (const match::Unmatched& u : outcome.reports) {
    if (u.record == report) return std::string(code(u.reason, Side::report));
  }
  return "MATCHED";
}

void check_every_record_leaves_once(const Outcome& outcome, std::size_t studies, std::size_t reports) {
  std::vector<int> seen_studies(studies), seen_reports(reports);
  for (const match::Pair& pair : outcome.pairs) {
    ++seen_studies[pair.study];
    ++seen_reports[pair.report];
  }
  for (const match::Unmatched& u : outcome.studies) ++seen_studies[u.record];
  for (const match::Unmatched& u : outcome.reports) ++seen_reports[u.record];
  REQUIRE(std::all_of(seen_studies.begin(), seen_studies.end(), [](int n) { return n == 1; }));
  REQUIRE(std::all_of(seen_reports.begin(), seen_reports.end(), [](int n) { return n == 1; }));
}

// The best of all pairings of studies with an AI result, tried one by one: most pairs, most in order, least squares,
// then the first study with the first report and so on.
class BruteForce {
 public:
  using Choice = std::vector<std::size_t>;  // by study in key order: the report's rank by key, or none

  BruteForce(const std::vector<Study>& studies, const std::vector<Report>& reports, const Rules& rules) {
    for (std::size_t i = 0; i < studies.size(); ++i) {
      if (studies[i].has_ai_result) studies_.push_back(&studies[i]);
    }
    for (const Report& r : reports) reports_.push_back(&r);
    const auto by_key = [](const auto* l, const auto* r) { return l->key < r->key; };
    std::sort(studies_.begin(), studies_.end(), by_key);
    std::sort(reports_.begin(), reports_.end(), by_key);
    rules_ = rules;
    Choice choice;
    std::vector<bool> used(reports_.size());
    extend(choice, used, {0, 0, 0});
  }

  std::set<std::pair<std::string, std::string>> pairs() const {
    std::set<std::pair<std::string, std::string>> found;
    for (std::size_t s = 0; s < best_.size(); ++s) {
      if (best_[s] < reports_.size()) found.emplace(studies_[s]->key, reports_[best_[s]]->key);
    }
    return found;
  }

 private:
  using Score = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

  void extend(Choice& choice, std::vector<bool>& used, Score score) {
    if (choice.size() == studies_.size()) {
      if (!scored_ || score < score_ || (score == score_ && choice < best_)) {
        best_ = choice;
        score_ = score;
        scored_ = true;
      }
      return;
    }
    const Study& study = *studies_[choice.size()];
    for (std::size_t r = 0; r < reports_.size(); ++r) {
      if (used[r] || study.patient_id.empty() || study.patient_id != reports_[r]->patient_id) continue;
      const match::Verdict verdict = match::judge(study, *reports_[r], rules_);
      if (verdict.reason != Reason::matched) continue;
      const auto [pairs, in_order, squares] = score;
      used[r] = true;
      choice.push_back(r);
      extend(choice, used, {pairs - 1, in_order - (verdict.lag >= 0), squares + verdict.lag * verdict.lag});
      choice.pop_back();
      used[r] = false;
    }
    choice.push_back(reports_.size());
    extend(choice, used, score);
    choice.pop_back();
  }

  std::vector<const Study*> studies_;
  std::vector<const Report*> reports_;
  Rules rules_;
  Choice best_;
  Score score_;
  bool scored_ = false;
};

template <class Record>
void shuffle(std::vector<Record>& records, std::mt19937& random) {
  for (std::size_t i = records.size(); i > 1; --i) std::swap(records[i - 1], records[random() % i]);
}

struct Hospital {
  std::vector<Study> studies;
  std::vector<Report> reports;
};

Hospital random_hospital(std::mt19937& random) {
  Hospital hospital;
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const std::int64_t start = base::parse_iso("2020-11-02T00:00")->seconds;
  const std::uint32_t hours = std::vector<std::uint32_t>{2, 12, 60}[below(3)];
  const auto time = [&] { return base::CivilTime{start + 600 * static_cast<std::int64_t>(below(6 * hours)), true}; };
  const auto patient = [&] {
    return below(12) == 0 ? std::string() : std::string(1, static_cast<char>('A' + below(2)));
  };
  for (std::uint32_t i = 0, count = below(6); i < count; ++i) {
    const std::string id = patient();
    hospital.studies.push_back({id, id, "s" + std::to_string(i), time(), below(5) != 0});
    if (below(12) == 0) hospital.studies.back().time.reset();
  }
  for (std::uint32_t i = 0, count = below(6); i < count; ++i) {
    const std::string id = patient();
    Report made{id, id, "r" + std::to_string(i), time(), time(), time()};
    if (*made.check_out < *made.check_in) std::swap(made.check_in, made.check_out);
    if (below(6) == 0) made.check_out.reset();
    if (below(12) == 0) made.check_in.reset();
    if (below(12) == 0) made.time.reset();
    hospital.reports.push_back(made);
  }
  return hospital;
}

}  // namespace

TEST_CASE(
    "pairing equals the best of all pairings, whatever the order of the records, on thousands of small hospitals") {
  std::mt19937 random(2020);
  for (int round = 0; round < 4000; ++round) {
    INFO("round " << round);
    Hospital hospital = random_hospital(random);
    Rules rules;
    rules.window.before_seconds = random() % 2 == 0 ? 86400 : 3600;
    const Outcome outcome = match::match(hospital.studies, hospital.reports, rules);
    check_every_record_leaves_once(outcome, hospital.studies.size(), hospital.reports.size());
    const auto expected = BruteForce(hospital.studies, hospital.reports, rules).pairs();
    REQUIRE(pairs_by_key(outcome, hospital.studies, hospital.reports) == expected);

    Hospital shuffled = hospital;
    shuffle(shuffled.studies, random);
    shuffle(shuffled.reports, random);
    const Outcome again = match::match(shuffled.studies, shuffled.reports, rules);
    REQUIRE(again.pairs.size() == outcome.pairs.size());
    for (std::size_t i = 0; i < again.pairs.size(); ++i) {
      REQUIRE(shuffled.studies[again.pairs[i].study].key == hospital.studies[outcome.pairs[i].study].key);
      REQUIRE(shuffled.reports[again.pairs[i].report].key == hospital.reports[outcome.pairs[i].report].key);
      REQUIRE(again.pairs[i].flags == outcome.pairs[i].flags);
      REQUIRE(again.pairs[i].component == outcome.pairs[i].component);
    }
    REQUIRE(again.studies.size() == outcome.studies.size());
    for (std::size_t i = 0; i < again.studies.size(); ++i) {
      REQUIRE(shuffled.studies[again.studies[i].record].key == hospital.studies[outcome.studies[i].record].key);
      REQUIRE(again.studies[i].reason == outcome.studies[i].reason);
      REQUIRE(again.studies[i].nearest_lag_seconds == outcome.studies[i].nearest_lag_seconds);
    }
    for (std::size_t i = 0; i < again.reports.size(); ++i) {
      REQUIRE(shuffled.reports[again.reports[i].record].key == hospital.reports[outcome.reports[i].record].key);
      REQUIRE(again.reports[i].reason == outcome.reports[i].reason);
    }
  }
}

TEST_CASE("two studies and two reports are paired in time order, not greedily") {
  const std::vector<Study> studies{study("P", "1", "2020-11-02T09:00"), study("P", "2", "2020-11-02T10:00")};
  const std::vector<Report> reports{report("P", "a", "2020-11-02T10:10"), report("P", "b", "2020-11-02T15:00")};
  const Outcome outcome = match::match(studies, reports, {});
  CHECK(pairs_by_key(outcome, studies, reports) ==
        std::set<std::pair<std::string, std::string>>{{"1", "a"}, {"2", "b"}});
  CHECK(outcome.pairs[0].flags == "ambiguous");
  CHECK(outcome.pairs[0].component == outcome.pairs[1].component);
}

TEST_CASE("a pairing that only the order of ids decided says so") {
  const std::vector<Study> studies{study("P", "1", "2020-11-02T09:00"), study("P", "2", "2020-11-02T09:00")};
  const std::vector<Report> reports{report("P", "a", "2020-11-02T10:10"), report("P", "b", "2020-11-02T15:00")};
  const Outcome outcome = match::match(studies, reports, {});
  CHECK(pairs_by_key(outcome, studies, reports) ==
        std::set<std::pair<std::string, std::string>>{{"1", "a"}, {"2", "b"}});
  CHECK(outcome.pairs[0].flags == "ambiguous;tie");
}

TEST_CASE("a simple pair carries its lag and no flag") {
  const std::vector<Study> studies{study("P", "1", "2020-11-02T09:00:40")};
  const Outcome outcome = match::match(studies, std::vector{report("P", "a", "2020-11-02T10:30")}, {});
  REQUIRE(outcome.pairs.size() == 1);
  CHECK(outcome.pairs[0].lag_seconds == 90 * 60);
  CHECK(outcome.pairs[0].flags.empty());
  CHECK(outcome.pairs[0].component == 1);
}

TEST_CASE("open sessions and early reports are flagged") {
  std::vector<Report> reports{report("P", "a", "2020-11-02T08:30")};
  reports[0].check_out.reset();
  const Outcome outcome = match::match(std::vector{study("P", "1", "2020-11-02T09:00")}, reports, {});
  REQUIRE(outcome.pairs.size() == 1);
  CHECK(outcome.pairs[0].flags == "open_session;report_before_study");
}

TEST_CASE("a study without an AI result waits for the others and is never a pair") {
  const std::vector<Study> studies{study("P", "1", "2020-11-02T09:00", false), study("P", "2", "2020-11-02T09:30")};
  SECTION("its report is not called a report without a study") {
    const std::vector<Report> reports{report("P", "a", "2020-11-02T09:10"), report("P", "b", "2020-11-02T12:00")};
    const Outcome outcome = match::match(studies, reports, {});
    REQUIRE(outcome.pairs.size() == 1);
    CHECK(outcome.pairs[0].report == 1);
    CHECK(study_code(outcome, 0) == "AI_INVALID");
    CHECK(outcome.studies[0].stage == Reason::matched);
    CHECK(outcome.studies[0].nearest == 0u);
    CHECK(report_code(outcome, 0) == "STUDY_WITHOUT_AI");
  }
  SECTION("the only report goes to the study with a result, even when the other is nearer") {
    const std::vector<Report> reports{report("P", "a", "2020-11-02T09:01")};
    const Outcome outcome = match::match(studies, reports, {});
    REQUIRE(outcome.pairs.size() == 1);
    CHECK(outcome.pairs[0].study == 1);
    CHECK(study_code(outcome, 0) == "AI_INVALID");
    CHECK(outcome.studies[0].stage == Reason::taken);
  }
}

TEST_CASE("each record without a partner says how far its best candidate came") {
  std::vector<Study> studies{
      study("", "0", "2020-11-02T09:00"),   study("X", "1", "2020-11-02T09:00"), study("A", "2", ""),
      study("B", "3", "2020-11-01T09:00"),  study("C", "4", "2020-11-05T09:00"), study("D", "5", "2020-11-02T09:00"),
      study("E", "6", "2020-11-03T11:00"),  study("F", "7", "2020-11-02T09:00"), study("F", "8", "2020-11-02T09:05"),
      study("007", "9", "2020-11-02T09:00")};
  studies[9].loose_id = "7";
  std::vector<Report> reports{
      report("", "a", "2020-11-02T09:00"),  report("Y", "b", "2020-11-02T09:00"), report("A", "c", "2020-11-02T09:00"),
      report("B", "d", "2020-11-02T09:00"), report("C", "e", "2020-11-02T09:00"), report("D", "f", "2020-11-03T09:01"),
      report("E", "g", "2020-11-02T10:59"), report("F", "h", "2020-11-02T09:10"), report("7", "i", "2020-11-02T09:10")};
  const Outcome outcome = match::match(studies, reports, {});
  const std::vector<std::string> expected_studies{
      "NO_PATIENT_ID",   "PATIENT_NOT_IN_HIS",  "STUDY_TIME_INVALID",   "BEFORE_CHECKIN", "AFTER_CHECKOUT",
      "REPORT_TOO_LATE", "REPORT_BEFORE_STUDY", "TAKEN_BY_OTHER_STUDY", "MATCHED",        "PATIENT_FORMAT_DIFFERS"};
  for (std::size_t i = 0; i < studies.size(); ++i) {
    INFO("study " << i);
    CHECK(study_code(outcome, i) == expected_studies[i]);
  }
  const std::vector<std::string> expected_reports{"NO_PATIENT_ID",       "NO_STUDY",       "STUDY_TIME_INVALID",
                                                  "BEFORE_CHECKIN",      "AFTER_CHECKOUT", "REPORT_TOO_LATE",
                                                  "REPORT_BEFORE_STUDY", "MATCHED",        "PATIENT_FORMAT_DIFFERS"};
  for (std::size_t i = 0; i < reports.size(); ++i) {
    INFO("report " << i);
    CHECK(report_code(outcome, i) == expected_reports[i]);
  }
}

TEST_CASE("the deepest candidate gives the reason, then the one that misses least") {
  const std::vector<Study> studies{study("P", "1", "2020-11-02T09:00")};
  std::vector<Report> reports{report("P", "a", "2020-11-05T09:00"), report("P", "b", "2020-11-03T10:00"),
                              report("P", "c", "2020-11-02T09:30")};
  reports[2].check_in = base::parse_iso("2020-11-02T09:01");
  const Outcome outcome = match::match(studies, reports, {});
  REQUIRE(outcome.studies.size() == 1);
  CHECK(outcome.studies[0].reason == Reason::report_too_late);
  CHECK(outcome.studies[0].nearest == 1u);
  CHECK(outcome.studies[0].nearest_lag_seconds == 25 * 3600);
  CHECK(outcome.studies[0].candidates == 3);
  CHECK(outcome.studies[0].eligible == 0);
}

TEST_CASE("a report left over beside a taken study is taken by another report") {
  const std::vector<Report> reports{report("P", "a", "2020-11-02T09:10"), report("P", "b", "2020-11-02T09:20")};
  const Outcome outcome = match::match(std::vector{study("P", "1", "2020-11-02T09:00")}, reports, {});
  CHECK(report_code(outcome, 0) == "MATCHED");
  CHECK(report_code(outcome, 1) == "TAKEN_BY_OTHER_REPORT");
}

TEST_CASE("a placeholder id with hundreds of records is left unmatched in no time") {
  std::vector<Study> studies;
  std::vector<Report> reports;
  for (int i = 0; i < 600; ++i) {
    studies.push_back(study("UNKNOWN", std::to_string(i), "2020-11-02T09:00"));
    reports.push_back(report("UNKNOWN", std::to_string(i), "2020-11-02T09:10"));
  }
  const Outcome outcome = match::match(studies, reports, {});
  CHECK(outcome.pairs.empty());
  CHECK(study_code(outcome, 5) == "TOO_MANY_RECORDS");
  CHECK(report_code(outcome, 5) == "TOO_MANY_RECORDS");
}

TEST_CASE("nothing matches nothing") {
  const Outcome outcome = match::match({}, {}, {});
  CHECK(outcome.pairs.empty());
  CHECK(match::match(std::vector{study("P", "1", "2020-11-02T09:00")}, {}, {}).studies.size() == 1);
}
