// SPDX-License-Identifier: Apache-2.0
#include "phantom/paper_flow.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace cxrval;
using namespace cxrval::phantom;

namespace {

bool is_pair(Outcome outcome) {
  return outcome == Outcome::matched || outcome == Outcome::matched_open_session;
}

// Seconds from study to report, where the two may be a pair by Figure 4 of the paper: at minute precision, both bounds
// inclusive.
std::optional<std::int64_t> lag_of(const Hospital& hospital, const Study& study, const Report& report) {
  const Session& session = hospital.sessions[report.session];
  const auto& written = session.services[report.service].result_time;
  if (study.outcome == Outcome::study_time_invalid || !written) return std::nullopt;
  const base::CivilTime taken = base::truncate_to_minute(study.time);
  if (taken < session.check_in || (session.check_out && *session.check_out < taken)) return std::nullopt;
  const std::int64_t lag = written->seconds - taken.seconds;
  return std::abs(lag) <= 24 * 3600 ? std::optional(lag) : std::nullopt;
}

// What the HIS and the PACS say of one patient id, as indices. Studies are those with an AI result.
struct Records {
  std::vector<std::size_t> studies, reports;
};

std::map<std::string, Records> by_patient(const Hospital& hospital) {
  std::map<std::string, Records> patients;
  for (std::size_t s = 0; s < hospital.studies.size(); ++s) {
    const Study& study = hospital.studies[s];
    if (study.status == Status::ok && !study.patient_id.empty()) patients[study.patient_id].studies.push_back(s);
  }
  for (std::size_t r = 0; r < hospital.reports.size(); ++r) {
    patients[hospital.patients[hospital.sessions[hospital.reports[r].session].patient].id].reports.push_back(r);
  }
  return patients;
}

// More pairs, more reports that are not earlier than their study, a smaller sum of squared lags.
struct Worth {
  int pairs = 0, in_order = 0;
  std::int64_t squares = 0;
  void add(std::int64_t lag) {
    ++pairs;
    in_order += lag >= 0 ? 1 : 0;
    squares -= lag * lag;
  }
  friend auto operator<=>(const Worth&, const Worth&) = default;
};

// Every pairing of a patient, one after the other.
class Pairings {
 public:
  Pairings(const Hospital& hospital, const Records& records) : hospital_(hospital), records_(records) {
    used_.resize(records.reports.size());
    from(0, {});
  }
  Worth best;
  int of_best = 0;

 private:
  void from(std::size_t at, Worth worth) {
    if (at == records_.studies.size()) {
      if (of_best == 0 || worth > best) of_best = 0;
      if (of_best == 0) best = worth;
      if (worth == best) ++of_best;
      return;
    }
    from(at + 1, worth);
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (used_[i]) continue;
      const auto lag =
          lag_of(hospital_, hospital_.studies[records_.studies[at]], hospital_.reports[records_.reports[i]]);
      if (!lag) continue;
      Worth more = worth;
      more.add(*lag);
      used_[i] = true;
      from(at + 1, more);
      used_[i] = false;
    }
  }

  const Hospital& hospital_;
  const Records& records_;
  std::vector<bool> used_;
};

}  // namespace

TEST_CASE("the flow has the paper's numbers, whatever the seed") {
  const std::uint64_t seed = GENERATE(1, 2, 77);
  const Hospital hospital = make_paper_flow(seed).hospital;
  int ok = 0, pairs = 0, tp = 0, fp = 0, fn = 0, tn = 0;
  std::set<std::string> patients;
  for (const Study& study : hospital.studies) {
    ok += study.status == Status::ok ? 1 : 0;
    if (!is_pair(study.outcome)) continue;
    REQUIRE(study.status == Status::ok);
    ++pairs;
    patients.insert(study.patient_id);
    const bool abnormal = hospital.reports[study.report.value()].template_abnormal;
    ++(study.ai_abnormal ? (abnormal ? tp : fp) : (abnormal ? fn : tn));
  }
  CHECK(ok == 6585);
  CHECK(hospital.reports.size() == 6687);
  CHECK(pairs == 6285);
  CHECK(patients.size() == 5989);
  CHECK(std::tuple(tp, fp, fn, tn) == std::tuple(1205, 729, 551, 3800));
  CHECK(std::count_if(hospital.reports.begin(), hospital.reports.end(),
                      [](const Report& report) { return is_pair(report.outcome); }) == 6285);
}

TEST_CASE("the flow is decided by its seed") {
  const PaperFlow a = make_paper_flow(5), b = make_paper_flow(5), c = make_paper_flow(6);
  REQUIRE(a.results.size() == b.results.size());
  for (std::size_t i = 0; i < a.results.size(); ++i) {
    CHECK(a.results[i].path == b.results[i].path);
    CHECK(a.results[i].probability == b.results[i].probability);
  }
  CHECK(a.hospital.studies.front().study_uid != c.hospital.studies.front().study_uid);
}

TEST_CASE("the pairs of the flow are the only best ones, by brute force") {
  const Hospital hospital = make_paper_flow(3).hospital;
  int twice = 0;
  for (const auto& [id, records] : by_patient(hospital)) {
    Worth truth;
    bool sent_twice = false;
    for (const std::size_t s : records.studies) {
      const Study& study = hospital.studies[s];
      sent_twice = sent_twice || study.outcome == Outcome::duplicate;
      if (!is_pair(study.outcome)) continue;
      const auto lag = lag_of(hospital, study, hospital.reports[study.report.value()]);
      REQUIRE(lag);
      truth.add(*lag);
    }
    const Pairings all(hospital, records);
    CHECK(truth == all.best);
    CHECK(all.of_best == (sent_twice ? 2 : 1));
    twice += sent_twice ? 1 : 0;
  }
  CHECK(twice == 8);
}

TEST_CASE("of two studies of a minute the one with the smaller UID has the report") {
  const Hospital hospital = make_paper_flow(4).hospital;
  for (const Study& second : hospital.studies) {
    if (second.outcome != Outcome::duplicate) continue;
    const auto first = std::find_if(hospital.studies.begin(), hospital.studies.end(), [&](const Study& study) {
      return study.patient == second.patient && is_pair(study.outcome);
    });
    REQUIRE(first != hospital.studies.end());
    CHECK(first->time == second.time);
    CHECK(first->study_uid < second.study_uid);
    CHECK(first->ai_abnormal == second.ai_abnormal);
  }
}

TEST_CASE("a record without a partner fits no record of the other side, or one that is taken") {
  const Hospital hospital = make_paper_flow(1).hospital;
  std::map<std::string, int> studies, reports;
  for (const auto& [id, records] : by_patient(hospital)) {
    const auto fits = [&](std::size_t s, std::size_t r) {
      return lag_of(hospital, hospital.studies[s], hospital.reports[r]).has_value();
    };
    for (const std::size_t s : records.studies) {
      const Outcome outcome = hospital.studies[s].outcome;
      const bool any =
          std::any_of(records.reports.begin(), records.reports.end(), [&](std::size_t r) { return fits(s, r); });
      CHECK(any == (is_pair(outcome) || outcome == Outcome::taken || outcome == Outcome::duplicate));
      ++studies[std::string(study_code(outcome))];
    }
    for (const std::size_t r : records.reports) {
      const Outcome outcome = hospital.reports[r].outcome;
      const bool any =
          std::any_of(records.studies.begin(), records.studies.end(), [&](std::size_t s) { return fits(s, r); });
      CHECK(any == (is_pair(outcome) || outcome == Outcome::taken || outcome == Outcome::duplicate));
      ++reports[std::string(report_code(outcome))];
    }
  }
  for (const char* code : {"MATCHED", "PATIENT_NOT_IN_HIS", "PATIENT_FORMAT_DIFFERS", "STUDY_TIME_INVALID",
                           "REPORT_TIME_INVALID", "BEFORE_CHECKIN", "AFTER_CHECKOUT", "REPORT_BEFORE_STUDY",
                           "REPORT_TOO_LATE", "TAKEN_BY_OTHER_STUDY", "DUPLICATE_STUDY"})
    CHECK(studies[code] > 0);
  for (const char* code : {"MATCHED", "NO_STUDY", "PATIENT_FORMAT_DIFFERS", "STUDY_TIME_INVALID", "REPORT_TIME_INVALID",
                           "BEFORE_CHECKIN", "AFTER_CHECKOUT", "REPORT_BEFORE_STUDY", "REPORT_TOO_LATE",
                           "TAKEN_BY_OTHER_REPORT", "DUPLICATE_REPORT", "STUDY_WITHOUT_AI"})
    CHECK(reports[code] > 0);
  CHECK(std::any_of(hospital.studies.begin(), hospital.studies.end(), [](const Study& study) {
    return study.patient_id.empty() && study_code(study.outcome) == "NO_PATIENT_ID";
  }));
}

TEST_CASE("the rows of the results are images of studies, and their highest probability is the answer") {
  const PaperFlow flow = make_paper_flow(2);
  const Hospital& hospital = flow.hospital;
  CHECK(std::is_sorted(flow.results.begin(), flow.results.end(),
                       [](const ResultRow& l, const ResultRow& r) { return l.path < r.path; }));
  std::vector<double> highest(hospital.studies.size(), -1);
  std::vector<int> frontal(hospital.studies.size()), rows(hospital.images.size());
  std::set<std::string> paths;
  for (const ResultRow& row : flow.results) {
    const Image& image = hospital.images[row.image];
    CHECK(paths.insert(row.path).second);
    CHECK(row.probability.has_value() == (image.status == Status::ok));
    highest[image.study] = std::max(highest[image.study], row.probability.value_or(-1));
    if (++rows[row.image] == 1 && image.kind == ImageKind::pa) ++frontal[image.study];
  }
  CHECK(std::find(rows.begin(), rows.end(), 0) == rows.end());
  CHECK(std::count(rows.begin(), rows.end(), 2) > 20);
  CHECK(std::count(frontal.begin(), frontal.end(), 2) > 50);
  int with_lateral = 0, with_damaged = 0;
  for (std::size_t s = 0; s < hospital.studies.size(); ++s) {
    const Study& study = hospital.studies[s];
    const bool ok = study.status == Status::ok;
    CHECK((highest[s] >= 0) == ok);
    if (ok) CHECK((highest[s] > 0.5) == study.ai_abnormal);
    for (const std::size_t i : study.images) {
      with_lateral += ok && hospital.images[i].status == Status::not_pa ? 1 : 0;
      with_damaged += ok && hospital.images[i].status == Status::rejected ? 1 : 0;
    }
  }
  CHECK(with_lateral > 100);
  CHECK(with_damaged > 3);
}
