// SPDX-License-Identifier: Apache-2.0
#include "phantom/paper_flow.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <stdexcept>
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
  const Hospital hospital = make_paper_flow(seed, 64).hospital;
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
  const PaperFlow a = make_paper_flow(5, 64), b = make_paper_flow(5, 64), c = make_paper_flow(6, 64);
  REQUIRE(a.results.size() == b.results.size());
  for (std::size_t i = 0; i < a.results.size(); ++i) {
    CHECK(a.results[i].image == b.results[i].image);
    CHECK(a.results[i].probability == b.results[i].probability);
  }
  CHECK(a.hospital.studies.front().study_uid != c.hospital.studies.front().study_uid);
}

TEST_CASE("the pairs of the flow are the only best ones, by brute force") {
  const Hospital hospital = make_paper_flow(3, 64).hospital;
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
  const Hospital hospital = make_paper_flow(4, 64).hospital;
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
  const Hospital hospital = make_paper_flow(1, 64).hospital;
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

TEST_CASE("the rows of the results are all images, and their highest probability is the study's answer") {
  const PaperFlow flow = make_paper_flow(2, 64);
  const Hospital& hospital = flow.hospital;
  const auto path_of = [&](const ResultRow& row) { return hospital.images[row.image].path; };
  CHECK(std::is_sorted(flow.results.begin(), flow.results.end(),
                       [&](const ResultRow& l, const ResultRow& r) { return path_of(l) < path_of(r); }));
  std::vector<double> highest(hospital.studies.size(), -1);
  std::set<std::size_t> images;
  for (const ResultRow& row : flow.results) {
    const Image& image = hospital.images[row.image];
    CHECK(images.insert(row.image).second);
    CHECK(row.probability.has_value() == (image.status == Status::ok));
    if (row.probability) CHECK((*row.probability > 0.5) == image.abnormal);
    highest[image.study] = std::max(highest[image.study], row.probability.value_or(-1));
  }
  CHECK(images.size() == hospital.images.size());
  for (std::size_t s = 0; s < hospital.studies.size(); ++s) {
    const Study& study = hospital.studies[s];
    CHECK((highest[s] >= 0) == (study.status == Status::ok));
    if (study.status == Status::ok) CHECK((highest[s] > 0.5) == study.ai_abnormal);
  }
}

TEST_CASE("studies have lateral, second, damaged and twice stored images beside the one that is judged") {
  const Hospital hospital = make_paper_flow(2, 64).hospital;
  int with_lateral = 0, with_damaged = 0, with_second = 0, twice = 0;
  for (const Study& study : hospital.studies) {
    int frontal = 0;
    for (const std::size_t i : study.images) {
      const Image& image = hospital.images[i];
      CHECK(&hospital.studies[image.study] == &study);
      twice += image.copy_of ? 1 : 0;
      if (study.status != Status::ok || image.copy_of) continue;
      frontal += image.status == Status::ok ? 1 : 0;
      with_lateral += image.status == Status::not_pa ? 1 : 0;
      with_damaged += image.status == Status::rejected ? 1 : 0;
    }
    with_second += frontal > 1 ? 1 : 0;
  }
  CHECK(with_lateral > 100);
  CHECK(with_damaged > 3);
  CHECK(with_second > 50);
  CHECK(twice > 20);
  for (const Image& image : hospital.images) {
    if (!image.copy_of) continue;
    const Image& first = hospital.images[*image.copy_of];
    CHECK(image.sop_uid == first.sop_uid);
    CHECK(image.path != first.path);
    CHECK(image.plan.exposure_seed == first.plan.exposure_seed);
    CHECK(image.abnormal == first.abnormal);
  }
}

TEST_CASE("a faultless AI is right about what is drawn, and that is not always the disease, nor what is written") {
  const Hospital hospital = make_paper_flow(6, 64).hospital;
  std::set<std::tuple<bool, bool, bool, bool>> opinions;
  for (const Study& study : hospital.studies) {
    if (study.status != Status::ok) continue;
    const bool visible = std::any_of(study.images.begin(), study.images.end(), [&](std::size_t i) {
      return hospital.images[i].status == Status::ok && !hospital.images[i].plan.lesions.empty();
    });
    CHECK(visible == study.ai_abnormal);
    if (!is_pair(study.outcome)) continue;
    const Report& report = hospital.reports[study.report.value()];
    CHECK(report.latent_abnormal == !study.lesions.empty());
    opinions.emplace(report.latent_abnormal, visible, report.reader_abnormal, report.template_abnormal);
  }
  CHECK(opinions.size() >= 14);
}

TEST_CASE("images that no tag or no PA view lets through are there in every kind") {
  const Hospital hospital = make_paper_flow(7, 64).hospital;
  std::map<std::string, int> kinds;
  for (const Image& image : hospital.images) {
    if (image.status == Status::not_cxr) ++kinds[image.reason + (image.kind == ImageKind::other ? "" : " of a chest")];
    if (image.status == Status::not_pa) ++kinds[image.kind == ImageKind::lateral ? "lateral" : "other part"];
    if (image.damage != Damage::none) CHECK(!image.abnormal);
    if (image.status == Status::rejected) ++kinds["damage " + std::to_string(static_cast<int>(image.damage))];
  }
  for (const char* kind : {"modality_other of a chest", "body_part_other", "body_part_missing of a chest", "lateral",
                           "other part", "damage 1", "damage 2", "damage 3", "damage 4", "damage 5", "damage 6"}) {
    INFO(kind);
    CHECK(kinds[kind] > 0);
  }
}

TEST_CASE("what stands in a damaged HIS file is nowhere else") {
  const Hospital hospital = make_paper_flow(1, 64).hospital;
  std::map<HisDamage, int> ways;
  std::set<std::size_t> patients;
  for (std::size_t i = 0; i < hospital.sessions.size(); ++i) {
    const Session& session = hospital.sessions[i];
    ++ways[session.damage];
    if (session.damage == HisDamage::none) continue;
    patients.insert(session.patient);
    CHECK(std::count_if(session.services.begin(), session.services.end(),
                        [](const Service& service) { return service.service_id == chest_service; }) == 1);
  }
  CHECK(ways.size() == 4);
  for (const Report& report : hospital.reports) CHECK(!patients.count(hospital.sessions[report.session].patient));
  for (const Study& study : hospital.studies) {
    if (patients.count(study.patient)) CHECK(study_code(study.outcome) == "PATIENT_NOT_IN_HIS");
  }
}

TEST_CASE("the size of the images changes nothing else of the flow") {
  const Hospital small = make_paper_flow(9, 64).hospital, large = make_paper_flow(9, 512).hospital;
  REQUIRE(small.images.size() == large.images.size());
  for (std::size_t i = 0; i < small.images.size(); ++i) {
    CHECK(small.images[i].sop_uid == large.images[i].sop_uid);
    CHECK(small.images[i].plan.size == 64);
    CHECK(large.images[i].plan.size == 512);
  }
  CHECK_THROWS_AS(make_paper_flow(9, 63), std::invalid_argument);
  CHECK_THROWS_AS(make_paper_flow(9, 513), std::invalid_argument);
}
