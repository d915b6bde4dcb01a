// SPDX-License-Identifier: Apache-2.0
#include "bootstrap-f1/cohort.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "bootstrap-f1/auc_groups.hpp"
#include "bootstrap-f1/groups.hpp"
#include "catch.hpp"

#include <string>
#include <vector>

using namespace cxrval;
using namespace cxrval::bootstrap_f1;

namespace {

// Two patients with studies in both groups, one in one.
Cohort crossing() {
  Cohort cohort;
  cohort.add({"B", "B", "m", true, true, 0.9, {"F"}});
  cohort.add({"A", "A", "m", false, true, 0.6, {"F"}});
  cohort.add({"B", "B", "m", false, false, 0.2, {"M"}});
  cohort.add({"A", "A", "m", true, false, 0.4, {"M"}});
  cohort.add({"C", "C", "n", false, false, 0.1, {"F"}});
  return cohort;
}

std::vector<std::string> values(const std::string& table, const std::string& name) {
  table::BlockReader blocks(base::memory_source(table, "t.csv"));
  table::RecordReader reader(blocks);
  const GroupColumns groups(reader, {name});
  std::vector<std::string> found;
  table::RecordView row;
  while (*reader.next(row)) found.push_back(groups.values(row)[0]);
  return found;
}

}  // namespace

TEST_CASE("a cohort parts its studies by group, model and patient") {
  const Cohort cohort = crossing();
  CHECK(cohort.levels(0) == std::vector<std::string>{"F", "M"});
  CHECK(cohort.tally(0, "F").total() == stats::Confusion{1, 1, 0, 1});
  CHECK(cohort.tally(0, "M").total() == stats::Confusion{0, 0, 1, 1});
  CHECK(cohort.patients_cross(0));
  CHECK(cohort.scored({}, true).patient_count() == 3);
  CHECK(cohort.scored({}, false).patient_count() == 5);
  CHECK(cohort.scored({0, "F", {}}, true).size() == 3);
  CHECK(cohort.scored({0, "F", {}, true}, true).size() == 2);
  CHECK(cohort.scored({{}, {}, "n"}, true).size() == 1);
}

TEST_CASE("patients of a cohort are numbered by name, whatever the order of the rows") {
  const stats::Scored scored = crossing().scored({}, true);
  // In ascending order of scores: C, B, A, A, B.
  const std::vector<std::uint32_t> expected{2, 1, 0, 0, 1};
  CHECK(std::vector<std::uint32_t>(scored.patients().begin(), scored.patients().end()) == expected);
}

TEST_CASE("patients that are alike in every group are one kind") {
  Cohort cohort = crossing();
  cohort.add({"D", "D", "n", false, false, 0.3, {"F"}});
  const auto by_patient = cohort.by_patient(0, true);
  std::uint64_t patients = 0;
  for (const auto& kind : by_patient) patients += kind.count;
  CHECK(patients == 4);
  CHECK(by_patient.size() == 3);
  const auto by_study = cohort.by_patient(0, false);
  std::uint64_t studies = 0;
  for (const auto& kind : by_study) studies += kind.count;
  CHECK(studies == 6);
}

TEST_CASE("no AUC test where patients are in several groups") {
  const auto found = auc_interaction(crossing(), 0, true);
  CHECK_FALSE(found.p);
  CHECK(found.reason == "patients have studies in several groups");
}

TEST_CASE("the AUC test of two groups is the square of the z of their difference") {
  Cohort cohort;
  for (int i = 0; i < 40; ++i) {
    const bool ill = i % 3 == 0;
    const double score = (ill ? 0.4 : 0.2) + 0.01 * ((i * 17) % 50);
    cohort.add({"P" + std::to_string(i), "", "", ill, ill, score, {i % 2 != 0 ? "M" : "F"}});
  }
  const auto found = auc_interaction(cohort, 0, false);
  REQUIRE(found.chi_square);
  CHECK(found.degrees == 1);
  CHECK(*found.chi_square == approx(*found.groups[0].t * *found.groups[0].t));
  CHECK(*found.p == approx(*found.groups[0].p));
  CHECK(*found.groups[0].difference == approx(-*found.groups[1].difference));
}

TEST_CASE("month and age band come from the times of a table that has no such columns") {
  const std::string table =
      "study_time,birth_year\n2020-03-05T08:00,1950\n2020-12-31T23:59,2019\nyesterday,1950\n2020-01-01T00:00,\n";
  CHECK(values(table, "month") == std::vector<std::string>{"2020-03", "2020-12", "", "2020-01"});
  CHECK(values(table, "age_band") == std::vector<std::string>{"70-79y", "1-9y", "", ""});
  CHECK(values("month\nMay\n", "month") == std::vector<std::string>{"May"});
  CHECK_THROWS_AS(values(table, "sex"), base::Error);
}
