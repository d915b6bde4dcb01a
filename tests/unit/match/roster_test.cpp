// SPDX-License-Identifier: Apache-2.0
#include "match/roster.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

using namespace cxrval;
using match::Member;
using match::Roster;
using match::Side;

namespace {

using Ids = std::vector<std::string>;

Roster roster_of(const Ids& studies, const Ids& reports, int threads, std::size_t most) {
  Roster roster;
  for (const std::string& id : studies) roster.add(Side::study, id);
  for (const std::string& id : reports) roster.add(Side::report, id);
  roster.arrange(threads, most);
  return roster;
}

// The ids of both sides as they stand, and for each part its first and last id.
struct Read {
  Ids studies;
  Ids reports;
};

Read read(const Roster& roster) {
  Read all;
  std::string last;
  bool first = true;
  for (std::size_t i = 0; i < roster.parts(); ++i) {
    const Roster::Part part = roster.part(i);
    std::string greatest = last;
    for (const auto& [members, ids] : {std::pair(part.studies, &all.studies), std::pair(part.reports, &all.reports)}) {
      for (const Member& member : members) {
        // A patient is in one part: nothing here is as small as the greatest id before it.
        REQUIRE((first || std::string(member.patient_id) > last));
        greatest = std::max(greatest, std::string(member.patient_id));
        ids->emplace_back(member.patient_id);
      }
    }
    first = first && part.studies.empty() && part.reports.empty();
    last = greatest;
  }
  return all;
}

std::string random_id(std::mt19937& random) {
  constexpr std::array<const char*, 4> fronts{"", "BN-2020-", "BN-2020-00000000000000000", "0"};
  std::string id = fronts[random() % fronts.size()];
  const std::size_t size = random() % 5;
  for (std::size_t i = 0; i < size; ++i) id += "0aZ\x00\xff"[random() % 5];
  return id;
}

}  // namespace

TEST_CASE("records come in the order of their ids, and no patient is cut") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    Ids studies, reports;
    for (std::size_t i = random() % 60; i > 0; --i) studies.push_back(random_id(random));
    for (std::size_t i = random() % 60; i > 0; --i) reports.push_back(random_id(random));
    const Read found = read(roster_of(studies, reports, 1 + round % 3, 1 + random() % 30));
    std::sort(studies.begin(), studies.end());
    std::sort(reports.begin(), reports.end());
    REQUIRE(found.studies == studies);
    REQUIRE(found.reports == reports);
  }
}

TEST_CASE("ids that all begin alike are told apart by what follows") {
  Ids studies;
  for (int i = 0; i < 5000; ++i) studies.push_back("HOSPITAL-OF-A-LONG-NAME/" + std::to_string(100000 + i * 7 % 5000));
  const Roster roster = roster_of(studies, {}, 2, 64);
  CHECK(roster.parts() > 50);
  std::size_t largest = 0;
  for (std::size_t i = 0; i < roster.parts(); ++i) largest = std::max(largest, roster.part(i).studies.size());
  CHECK(largest < 400);
  std::sort(studies.begin(), studies.end());
  CHECK(read(roster).studies == studies);
}

TEST_CASE("the order of ids looks at what their heads do not hold") {
  const std::string longer = "12345678901234567890";
  const Ids studies{longer + "b", longer + "a", "x"}, reports{longer + "a"};
  const Roster roster = roster_of(studies, reports, 1, 100);
  REQUIRE(roster.parts() == 1);
  const Roster::Part part = roster.part(0);
  CHECK(part.studies[0].patient_id == longer + "a");
  CHECK(part.order.same(part.studies[0], part.reports[0]));
  CHECK_FALSE(part.order.same(part.studies[0], part.studies[1]));
  CHECK(part.order.before(part.studies[0], part.studies[1]));
  CHECK_FALSE(part.order.before(part.studies[1], part.reports[0]));
}

TEST_CASE("an empty roster has no patient") {
  const Roster roster = roster_of({}, {}, 2, 10);
  CHECK(read(roster).studies.empty());
  CHECK(read(roster_of({""}, {"", ""}, 1, 10)).reports.size() == 2);
}
