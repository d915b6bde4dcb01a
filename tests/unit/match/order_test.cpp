// SPDX-License-Identifier: Apache-2.0
#include "match/patient.hpp"

#include "catch.hpp"
#include "records.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <vector>

using namespace cxrval;
using match::Matcher;
using match::Pairing;
using match::PatientOutcome;
using match::Rules;
using match_test::Links;

namespace {

constexpr std::size_t most_records = 5;

struct Patient {
  std::vector<match::Study> studies;
  std::vector<match::Report> reports;
};

// Times to the second, so that next to nothing is a tie.
Patient random_patient(std::mt19937& random) {
  const auto time = [&](std::uint32_t hours) {
    return base::CivilTime{1'604'275'200 + static_cast<std::int64_t>(random() % (3600 * hours)), true};
  };
  Patient patient;
  patient.studies.resize(1 + random() % most_records);
  for (match::Study& study : patient.studies) study = {time(48), random() % 5 != 0};
  patient.reports.resize(1 + random() % most_records);
  for (match::Report& report : patient.reports) report = {"", time(24), base::CivilTime{1'604'880'000}, time(48)};
  return patient;
}

std::vector<std::uint32_t> permutation(std::mt19937& random, std::size_t size) {
  std::vector<std::uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  return order;
}

template <class Record>
std::vector<Record> renamed(const std::vector<Record>& records, const std::vector<std::uint32_t>& order) {
  std::vector<Record> list;
  for (const std::uint32_t i : order) list.push_back(records[i]);
  return list;
}

// What was found, by the positions before the records were renamed and but for the numbers of components.
struct Found {
  Links links, ambiguous, alternatives, studies, reports;
  std::vector<std::uint64_t> compared;
  friend bool operator==(const Found&, const Found&) = default;
};

Found found(const PatientOutcome& outcome, const std::vector<std::uint32_t>& studies,
            const std::vector<std::uint32_t>& reports) {
  Found all;
  for (const match::Pair& pair : outcome.pairs) {
    all.links.emplace(studies[pair.study], reports[pair.report]);
    if (pair.ambiguous) all.ambiguous.emplace(studies[pair.study], reports[pair.report]);
  }
  for (const match::Alternative& other : outcome.alternatives) {
    all.alternatives.emplace(studies[other.study], reports[other.report]);
  }
  for (const match::Unmatched& u : outcome.studies) {
    all.studies.emplace(studies[u.record], static_cast<std::uint32_t>(u.reason));
  }
  for (const match::Unmatched& u : outcome.reports) {
    all.reports.emplace(reports[u.record], static_cast<std::uint32_t>(u.reason));
  }
  for (const match::Comparison& comparison : outcome.comparisons) {
    all.compared.insert(all.compared.end(), {comparison.pairs, comparison.added, comparison.missing});
  }
  return all;
}

bool any_tie(const Patient& patient) {
  std::set<std::int64_t> times, lags;
  std::size_t count = 0;
  for (const match::Study& study : patient.studies) {
    times.insert(study.time->seconds);
    for (const match::Report& report : patient.reports) {
      lags.insert(std::llabs(report.time->seconds - study.time->seconds));
      ++count;
    }
  }
  for (const match::Report& report : patient.reports) times.insert(report.time->seconds);
  return lags.size() < count || times.size() < patient.studies.size() + patient.reports.size();
}

}  // namespace

TEST_CASE("keys decide nothing where no two lags are equal: renamed records are paired as before, by every pairing") {
  std::mt19937 random(77);
  int compared = 0;
  for (int round = 0; round < 5000; ++round) {
    const Patient patient = random_patient(random);
    if (any_tie(patient)) continue;
    Rules rules;
    rules.precision = match::Precision::second;
    rules.pairing = static_cast<Pairing>(random() % match::pairings);
    const auto studies = permutation(random, patient.studies.size());
    const auto reports = permutation(random, patient.reports.size());
    std::vector<std::uint32_t> as_they_are(most_records);
    std::iota(as_they_are.begin(), as_they_are.end(), 0u);
    Matcher matcher(rules);
    const Found before = found(matcher.match(patient.studies, patient.reports), as_they_are, as_they_are);
    const Found after =
        found(matcher.match(renamed(patient.studies, studies), renamed(patient.reports, reports)), studies, reports);
    INFO("round " << round << ", pairing " << static_cast<int>(rules.pairing));
    REQUIRE(before == after);
    ++compared;
  }
  CHECK(compared > 4000);
}
