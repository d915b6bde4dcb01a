// SPDX-License-Identifier: Apache-2.0
#include "match/patient.hpp"

#include "catch.hpp"
#include "slow.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

using namespace cxrval;
using match::Comparison;
using match::Matcher;
using match::Pairing;
using match::PatientOutcome;
using match::Reason;
using match::Rules;
using slow::Links;
using slow::Patient;

namespace {

constexpr std::int64_t start = 1'604'275'200;

// How the times of a random patient are drawn, in steps of 600 seconds: few of them make many ties.
struct Spread {
  std::uint32_t times;
  std::uint32_t session;
  bool whole;  // every study has an AI result and every record its times
};

class RandomPatients {
 public:
  explicit RandomPatients(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  Patient patient(const Spread& spread) {
    Patient made;
    for (std::uint32_t i = 0, count = 1 + below(4); i < count; ++i) {
      made.studies.push_back({time(spread.times), spread.whole || below(5) != 0});
      if (rarely(spread)) made.studies.back().time.reset();
    }
    for (std::uint32_t i = 0, count = 1 + below(4); i < count; ++i) {
      match::Report report{"", time(spread.session), time(spread.session), time(spread.times)};
      if (*report.check_out < *report.check_in) std::swap(report.check_in, report.check_out);
      report.check_out->seconds += 600 * static_cast<std::int64_t>(spread.times);
      if (below(6) == 0) report.check_out.reset();
      if (rarely(spread)) report.check_in.reset();
      if (rarely(spread)) report.time.reset();
      made.reports.push_back(report);
    }
    return made;
  }

  Rules rules(const Spread& spread) {
    Rules made;
    const std::int64_t all = 600 * static_cast<std::int64_t>(spread.times);
    made.window.before_seconds = std::array<std::int64_t, 4>{0, 600, all / 2, all}[below(4)];
    made.window.after_seconds = std::array<std::int64_t, 3>{600, all / 2, all}[below(3)];
    made.near_best_seconds = std::array<std::int64_t, 5>{0, 600, 1200, 3600, 36'000}[below(5)];
    made.precision = below(2) == 0 ? match::Precision::minute : match::Precision::second;
    made.open_sessions = below(4) != 0;
    made.closing_inclusive = below(4) != 0;
    return made;
  }

 private:
  bool rarely(const Spread& spread) { return !spread.whole && below(12) == 0; }
  base::CivilTime time(std::uint32_t times) { return {start + 600 * static_cast<std::int64_t>(below(times)), true}; }

  std::mt19937 random_;
};

Links links_of(const PatientOutcome& outcome) {
  Links links;
  for (const match::Pair& pair : outcome.pairs) links.emplace(pair.study, pair.report);
  return links;
}

Links ties_of(const PatientOutcome& outcome) {
  Links links;
  for (const match::Pair& pair : outcome.pairs) {
    if (pair.tie) links.emplace(pair.study, pair.report);
  }
  return links;
}

std::size_t less(const Links& left, const Links& right) {
  return static_cast<std::size_t>(
      std::count_if(left.begin(), left.end(), [&](const auto& link) { return !right.contains(link); }));
}

bool equal(const Comparison& comparison, const Links& other, const Links& used) {
  return comparison.pairs == other.size() && comparison.added == less(other, used) &&
         comparison.missing == less(used, other);
}

// Component numbers, ambiguous flags, and the alternatives with all they say.
bool same_components(const PatientOutcome& outcome, const slow::Lags& lags, const Rules& rules) {
  const auto components = slow::components(lags);
  if (outcome.components != components.size()) return false;
  const Links used = links_of(outcome);
  std::size_t next = 0, checked = 0;
  for (std::size_t c = 0; c < components.size(); ++c) {
    const slow::Best best = slow::best_one_to_one(lags, components[c], rules.near_best_seconds);
    const bool ambiguous = best.near_best_pairings > 1;
    for (const match::Pair& pair : outcome.pairs) {
      if (std::count(components[c].begin(), components[c].end(), pair.study) == 0) continue;
      if (pair.component != c || pair.ambiguous != ambiguous) return false;
      ++checked;
    }
    if (!ambiguous) continue;
    for (const auto& [study, report] : best.near_best) {
      if (next == outcome.alternatives.size()) return false;
      const match::Alternative& found = outcome.alternatives[next++];
      if (found.component != c || found.study != study || found.report != report) return false;
      if (found.lag_seconds != *lags[study][report] || found.chosen != used.contains({study, report})) return false;
    }
  }
  return next == outcome.alternatives.size() && checked == outcome.pairs.size();
}

// What the pairs say of themselves.
bool same_descriptions(const PatientOutcome& outcome, const Patient& patient, const slow::Lags& lags) {
  return std::all_of(outcome.pairs.begin(), outcome.pairs.end(), [&](const match::Pair& pair) {
    const std::int64_t lag = *lags[pair.study][pair.report];
    return pair.lag_seconds == lag && pair.report_before_study == (lag < 0) &&
           pair.open_session == !patient.reports[pair.report].check_out.has_value();
  });
}

// The studies without an AI result take what is left, and each record is in one list, in order.
bool same_rest(const PatientOutcome& outcome, const Patient& patient, const Rules& rules) {
  std::set<std::size_t> studies, reports;
  for (const match::Pair& pair : outcome.pairs) {
    studies.insert(pair.study);
    reports.insert(pair.report);
  }
  const slow::Lags rest = slow::possible_lags(patient, rules, false, reports);
  const Links others = slow::pair_up(Pairing::one_to_one, patient, rest, rules).links;
  Links by_study, by_report;
  std::vector<std::size_t> expected_studies, expected_reports, found_studies, found_reports;
  for (const match::Unmatched& u : outcome.studies) {
    found_studies.push_back(u.record);
    if (u.stage == Reason::matched) by_study.emplace(u.record, *u.nearest);
    if ((u.reason == Reason::without_ai) == patient.studies[u.record].has_ai_result) return false;
  }
  for (const match::Unmatched& u : outcome.reports) {
    found_reports.push_back(u.record);
    if (u.reason == Reason::without_ai) by_report.emplace(*u.nearest, u.record);
  }
  for (std::size_t s = 0; s < patient.studies.size(); ++s) {
    if (!studies.contains(s)) expected_studies.push_back(s);
  }
  for (std::size_t r = 0; r < patient.reports.size(); ++r) {
    if (!reports.contains(r)) expected_reports.push_back(r);
  }
  return by_study == others && by_report == others && found_studies == expected_studies &&
         found_reports == expected_reports;
}

// Empty, or what differs.
std::string difference(const PatientOutcome& outcome, const Patient& patient, const Rules& rules) {
  const slow::Lags lags = slow::possible_lags(patient, rules, true, {});
  const slow::Found expected = slow::pair_up(rules.pairing, patient, lags, rules);
  if (links_of(outcome) != expected.links || outcome.pairs.size() != expected.links.size()) return "pairs";
  if (ties_of(outcome) != expected.ties) return "ties";
  if (!same_descriptions(outcome, patient, lags)) return "descriptions";
  if (!same_components(outcome, lags, rules)) return "components";
  if (!same_rest(outcome, patient, rules)) return "rest";
  for (int p = 0; p < match::pairings; ++p) {
    const Links other = slow::pair_up(static_cast<Pairing>(p), patient, lags, rules).links;
    if (!equal(outcome.comparisons[static_cast<std::size_t>(p)], other, expected.links)) return "comparisons";
  }
  return "";
}

// One matcher for ten patients, so that nothing of one is left for the next.
void compare(std::uint32_t seed, int rounds, const Spread& spread, const std::vector<Pairing>& in_use) {
  RandomPatients random(seed);
  int with_pairs = 0, with_ties = 0, ambiguous = 0, of_several_components = 0;
  Rules rules;
  Matcher matcher(rules);
  for (int round = 0; round < rounds; ++round) {
    if (round % 10 == 0) {
      rules = random.rules(spread);
      rules.pairing = in_use[random.below(static_cast<std::uint32_t>(in_use.size()))];
      matcher = Matcher(rules);
    }
    const Patient patient = random.patient(spread);
    const PatientOutcome& outcome = matcher.match(patient.studies, patient.reports);
    const std::string differs = difference(outcome, patient, rules);
    if (!differs.empty()) FAIL(differs << " of round " << round << ", pairing " << static_cast<int>(rules.pairing));
    with_pairs += !outcome.pairs.empty();
    with_ties += !ties_of(outcome).empty();
    ambiguous += !outcome.alternatives.empty();
    of_several_components += outcome.components > 1;
  }
  CHECK(with_pairs > rounds / 3);
  CHECK(with_ties > rounds / 1000);
  CHECK(ambiguous > rounds / 20);
  CHECK(of_several_components > rounds / 100);
}

const std::vector<Pairing> best_only{Pairing::one_to_one};

}  // namespace

TEST_CASE("the pairing is the best of all pairings on 25,000 patients whose records crowd in an hour") {
  compare(1, 25'000, {6, 2, true}, best_only);
}

TEST_CASE("the pairing is the best of all pairings on 25,000 patients of half a day") {
  compare(2, 25'000, {72, 36, true}, best_only);
}

TEST_CASE("the pairing is the best of all pairings on 25,000 patients of a week") {
  compare(3, 25'000, {1008, 500, true}, best_only);
}

TEST_CASE("the pairing is the best of all pairings on 25,000 patients with missing times and AI results") {
  compare(4, 25'000, {12, 4, false}, best_only);
}

TEST_CASE("every other pairing equals its obvious version on 20,000 patients") {
  const std::vector<Pairing> others{Pairing::paper, Pairing::greedy_nearest, Pairing::first_in_first_out, Pairing::all};
  compare(5, 10'000, {6, 2, false}, others);
  compare(6, 10'000, {72, 36, false}, others);
}
