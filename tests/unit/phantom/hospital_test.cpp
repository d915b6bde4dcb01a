// SPDX-License-Identifier: Apache-2.0
#include "phantom/hospital.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

using namespace cxrval;
using namespace cxrval::phantom;

namespace {

HospitalPlan plan_of(int studies, std::uint64_t seed) {
  return {studies, seed, 0.28, 64, 0};
}

bool is_matched(Outcome outcome) {
  return outcome == Outcome::matched || outcome == Outcome::matched_open_session;
}

// Figure 4 of the paper at minute precision, both bounds inclusive.
bool can_pair(const Hospital& hospital, const Study& study, const Report& report) {
  const Session& session = hospital.sessions[report.session];
  if (hospital.patients[session.patient].id != study.patient_id) return false;
  const base::CivilTime taken = base::truncate_to_minute(study.time);
  if (taken < session.check_in || (session.check_out && *session.check_out < taken)) return false;
  return std::abs(session.services[report.service].result_time->seconds - taken.seconds) <= 24 * 3600;
}

}  // namespace

TEST_CASE("a hospital is decided by its seed") {
  const Hospital a = make_hospital(plan_of(60, 5)), b = make_hospital(plan_of(60, 5)),
                 c = make_hospital(plan_of(60, 6));
  CHECK(a.studies.size() == 60);
  REQUIRE(a.images.size() == b.images.size());
  for (std::size_t i = 0; i < a.images.size(); ++i) CHECK(a.images[i].sop_uid == b.images[i].sop_uid);
  CHECK(a.studies.front().study_uid != c.studies.front().study_uid);
}

TEST_CASE("ids are unique and keep leading zeros") {
  const Hospital hospital = make_hospital(plan_of(1500, 1));
  std::set<std::string> patients, sessions, uids, paths;
  bool zeros = false;
  for (const Patient& patient : hospital.patients) {
    CHECK(patients.insert(patient.id).second);
    CHECK(patient.id.size() == 8);
    zeros = zeros || patient.id.front() == '0';
  }
  CHECK(zeros);
  for (const Session& session : hospital.sessions) CHECK(sessions.insert(session.id).second);
  for (const Study& study : hospital.studies) CHECK(uids.insert(study.study_uid).second);
  for (const Image& image : hospital.images) {
    CHECK(uids.insert(image.sop_uid).second);
    CHECK(uids.insert(image.series_uid).second);
    CHECK(paths.insert(image.path).second);
    CHECK(image.sop_uid.size() <= 64);
  }
}

TEST_CASE("every outcome is the one the matching rule gives, by brute force") {
  const Hospital hospital = make_hospital(plan_of(1500, 2));
  std::map<Outcome, int> seen;
  for (const Study& study : hospital.studies) {
    ++seen[study.outcome];
    std::vector<std::size_t> partners;
    for (std::size_t r = 0; r < hospital.reports.size(); ++r) {
      if (can_pair(hospital, study, hospital.reports[r])) partners.push_back(r);
    }
    if (is_matched(study.outcome)) {
      CHECK(study.status == Status::ok);
      REQUIRE(study.report);
      CHECK(std::find(partners.begin(), partners.end(), *study.report) != partners.end());
      CHECK(hospital.reports[*study.report].outcome == study.outcome);
      // Where another report fits too, it is not the one written next after this study.
      for (const std::size_t other : partners) {
        CHECK(hospital.sessions[hospital.reports[other].session].patient == study.patient);
      }
    } else if (study.status == Status::ok) {
      CHECK(partners.empty());
    } else {
      CHECK(study.outcome == Outcome::without_ai);
    }
  }
  for (const Outcome outcome : every_outcome) CHECK((seen[outcome] > 0) == (outcome != Outcome::header_unreadable));
}

TEST_CASE("a report without a pair fits no study with a usable image") {
  const Hospital hospital = make_hospital(plan_of(900, 3));
  for (const Report& report : hospital.reports) {
    if (is_matched(report.outcome)) continue;
    for (const Study& study : hospital.studies) {
      if (study.status == Status::ok) CHECK(!can_pair(hospital, study, report));
    }
  }
}

TEST_CASE("each report is the truth of its study and stands in its session") {
  const Hospital hospital = make_hospital(plan_of(600, 4));
  std::size_t rows = 0;
  for (const Session& session : hospital.sessions) {
    rows += static_cast<std::size_t>(
        std::count_if(session.services.begin(), session.services.end(),
                      [](const Service& service) { return service.service_id == chest_service; }));
    if (session.check_out) CHECK(session.check_in <= *session.check_out);
  }
  CHECK(rows == hospital.reports.size());
  for (std::size_t r = 0; r < hospital.reports.size(); ++r) {
    const Report& report = hospital.reports[r];
    CHECK(hospital.sessions[report.session].services[report.service].service_id == chest_service);
    if (!report.study) continue;
    const Study& study = hospital.studies[*report.study];
    CHECK(study.report == r);
    CHECK(report.latent_abnormal == !study.lesions.empty());
  }
}

TEST_CASE("the share of abnormal frontal studies is the wanted one") {
  for (const double wanted : {0.0, 0.28, 0.5, 1.0}) {
    HospitalPlan plan = plan_of(3000, 6);
    plan.abnormal_share = wanted;
    const Hospital hospital = make_hospital(plan);
    double abnormal = 0, frontal = 0;
    for (const Image& image : hospital.images) {
      if (image.kind != ImageKind::pa) {
        CHECK(!image.abnormal);
        continue;
      }
      ++frontal;
      abnormal += image.abnormal ? 1 : 0;
    }
    CHECK(abnormal / frontal == approx(wanted).margin(0.03));
  }
}

TEST_CASE("damaged images take their studies out of the pairs") {
  HospitalPlan plan = plan_of(200, 8);
  plan.damaged_images = 12;
  const Hospital whole = make_hospital(plan_of(200, 8)), damaged = make_hospital(plan);
  std::map<Damage, int> ways;
  for (const Image& image : damaged.images) {
    if (image.damage == Damage::none) continue;
    ++ways[image.damage];
    CHECK(image.status == Status::rejected);
    const Study& study = damaged.studies[image.study];
    CHECK(study.status == Status::rejected);
    CHECK(study.outcome == (header_readable(image.damage) ? Outcome::without_ai : Outcome::header_unreadable));
    CHECK(damaged.reports[study.report.value()].outcome == study.outcome);
  }
  CHECK(ways.size() == 6);
  const auto pairs = [](const Hospital& hospital) {
    return std::count_if(hospital.studies.begin(), hospital.studies.end(),
                         [](const Study& study) { return is_matched(study.outcome); });
  };
  CHECK(pairs(whole) - pairs(damaged) == 12);
}

TEST_CASE("impossible plans are refused") {
  CHECK_THROWS_AS(make_hospital(plan_of(0, 1)), std::invalid_argument);
  CHECK_THROWS_AS(make_hospital({10, 1, 1.5, 64, 0}), std::invalid_argument);
  CHECK_THROWS_AS(make_hospital({10, 1, 0.3, 8, 0}), std::invalid_argument);
  CHECK_THROWS_AS(make_hospital({5, 1, 0.3, 64, 500}), std::invalid_argument);
}
