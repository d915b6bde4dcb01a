// SPDX-License-Identifier: Apache-2.0
#include "stats/gaps.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace cxrval::stats;

namespace {

struct Range {
  std::optional<double> smallest;
  std::optional<double> largest;
  bool always_defined = true;
};

// Every completion, one by one.
Range brute_force(Measure measure, const Confusion& known, const GapCounts& missing) {
  Range range;
  for (std::uint64_t a = 0; a <= missing[0]; ++a) {
    for (std::uint64_t b = 0; b <= missing[1]; ++b) {
      for (std::uint64_t c = 0; c <= missing[2]; ++c) {
        for (std::uint64_t d = 0; d <= missing[3]; ++d) {
          const Confusion counts{known.tp + a + c, known.fp + missing[0] - a + d, known.fn + b + missing[2] - c,
                                 known.tn + missing[1] - b + missing[3] - d};
          const auto found = value(measure, counts);
          range.always_defined = range.always_defined && found;
          if (!found) continue;
          range.smallest = std::min(range.smallest.value_or(*found), *found);
          range.largest = std::max(range.largest.value_or(*found), *found);
        }
      }
    }
  }
  return range;
}

bool equal(const std::optional<double>& left, const std::optional<double>& right) {
  if (!left || !right) return !left && !right;
  return std::abs(*left - *right) <= 1e-12 * std::max(1.0, std::abs(*left));
}

// The first measure whose bounds are not those of brute force, or "".
std::string wrong_measure(const Confusion& known, const GapCounts& missing) {
  for (const Measure measure : all_measures()) {
    const CompletionBounds bounds = completion_bounds(measure, known, missing);
    const Range range = brute_force(measure, known, missing);
    const auto at = [&](const std::optional<GapCounts>& positive) {
      return positive ? value(measure, completed(known, missing, *positive)) : std::nullopt;
    };
    const bool right = equal(at(bounds.smallest), range.smallest) && equal(at(bounds.largest), range.largest) &&
                       bounds.always_defined == range.always_defined;
    if (!right) return std::string(name(measure));
  }
  return "";
}

}  // namespace

TEST_CASE("the bounds of every measure are those of all completions tried one by one, for all small tables") {
  std::size_t tables = 0;
  for (unsigned cells = 0; cells < 81; ++cells) {
    const Confusion known{cells % 3, cells / 3 % 3, cells / 9 % 3, cells / 27};
    for (unsigned lacking = 0; lacking < 256; ++lacking) {
      const GapCounts missing{lacking % 4, lacking / 4 % 4, lacking / 16 % 4, lacking / 64};
      const std::string wrong = wrong_measure(known, missing);
      if (!wrong.empty()) {
        FAIL(wrong << " of " << known.tp << ' ' << known.fp << ' ' << known.fn << ' ' << known.tn << ", missing "
                   << missing[0] << ' ' << missing[1] << ' ' << missing[2] << ' ' << missing[3]);
      }
      ++tables;
    }
  }
  CHECK(tables == 20736);
}

TEST_CASE("the bounds of every measure are those of all completions of larger random tables") {
  std::mt19937 random(5);
  for (int repeat = 0; repeat < 300; ++repeat) {
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint64_t>(random() % n); };
    const Confusion known{below(30), below(30), below(30), below(60)};
    const GapCounts missing{below(9), below(9), below(9), below(9)};
    INFO(repeat);
    CHECK(wrong_measure(known, missing) == "");
  }
}

TEST_CASE("F1 is smallest when every unknown answer disagrees, and largest when every one agrees") {
  // 300 AI results and 402 reports as left over by the VinDr-CXR validation; their split is invented.
  const Confusion known{1205, 729, 551, 3800};
  const GapCounts missing{92, 208, 112, 290};
  const CompletionBounds bounds = completion_bounds(Measure::f1, known, missing);
  CHECK(bounds.smallest == GapCounts{0, 208, 0, 290});
  CHECK(bounds.largest == GapCounts{92, 0, 112, 0});
  CHECK(completed(known, missing, *bounds.smallest) == Confusion{1205, 1111, 871, 3800});
  CHECK(completed(known, missing, *bounds.largest) == Confusion{1409, 729, 551, 4298});
}

TEST_CASE("bounds hold also where some of the unmatched studies and reports belong together, but for kappa") {
  // Together a study that the AI called positive and an abnormal report are one TP, and so on.
  struct Together {
    Confusion pair;
    std::size_t study;
    std::size_t report;
  };
  const std::vector<Together> kinds{
      {{1, 0, 0, 0}, 0, 2}, {{0, 1, 0, 0}, 0, 3}, {{0, 0, 1, 0}, 1, 2}, {{0, 0, 0, 1}, 1, 3}};
  std::size_t tried = 0;
  for (unsigned cells = 0; cells < 81; ++cells) {
    const Confusion known{cells % 3, cells / 3 % 3, cells / 9 % 3, cells / 27};
    for (const Together& both : kinds) {
      for (unsigned lacking = 0; lacking < 81; ++lacking) {
        GapCounts rest{lacking % 3, lacking / 3 % 3, lacking / 9 % 3, lacking / 27};
        Confusion joined = known;
        joined += both.pair;
        GapCounts apart = rest;
        ++apart[both.study];
        ++apart[both.report];
        for (const Measure measure : all_measures()) {
          const Range of_joined = brute_force(measure, joined, rest);
          if (measure == Measure::kappa || !of_joined.smallest) continue;
          const Range of_apart = brute_force(measure, known, apart);
          const bool within = of_apart.smallest && *of_apart.smallest <= *of_joined.smallest + 1e-12 &&
                              *of_joined.largest <= *of_apart.largest + 1e-12;
          if (!within) FAIL(name(measure) << ' ' << cells << ' ' << lacking << ' ' << both.study << both.report);
          ++tried;
        }
      }
    }
  }
  CHECK(tried > 400000);
}

TEST_CASE("a measure that no completion defines has no bounds") {
  const CompletionBounds bounds = completion_bounds(Measure::ppv, {0, 0, 3, 4}, {0, 5, 0, 0});
  CHECK_FALSE(bounds.smallest);
  CHECK_FALSE(bounds.largest);
  CHECK_FALSE(bounds.always_defined);
}

TEST_CASE("completed patients keep their studies together, and hold the completed counts") {
  Tally known;
  known.add("a", true, true);
  known.add("b", false, false);
  known.add("b", false, true);
  GapTally gaps;
  gaps.add("b", Gap::truth_of_positive);
  gaps.add("c", Gap::truth_of_positive);
  gaps.add("c", Gap::truth_of_positive);
  gaps.add("", Gap::answer_to_abnormal);
  gaps.add("", Gap::answer_to_abnormal);
  CHECK(gaps.total() == GapCounts{3, 0, 2, 0});
  for (std::uint64_t labels = 0; labels <= 3; ++labels) {
    for (std::uint64_t answers = 0; answers <= 2; ++answers) {
      const GapCounts positive{labels, 0, answers, 0};
      const Population population = completed(gaps.clusters(known), positive);
      CHECK(population.units() == 5);
      CHECK(population.total() == completed(known.total(), gaps.total(), positive));
    }
  }
  const Population all = completed(gaps.clusters(known), {3, 0, 2, 0});
  const auto has = [&](const Confusion& cells, std::uint64_t count) {
    return std::any_of(all.clusters().begin(), all.clusters().end(),
                       [&](const Cluster& cluster) { return cluster.cells == cells && cluster.count == count; });
  };
  CHECK(has({2, 0, 0, 0}, 1));
  CHECK(has({1, 1, 0, 1}, 1));
  CHECK(has({1, 0, 0, 0}, 3));
}

TEST_CASE("random patients are completed to the counts asked for, whatever the order in which they came") {
  std::mt19937 random(9);
  for (int repeat = 0; repeat < 200; ++repeat) {
    struct Study {
      std::string patient;
      Gap gap;
    };
    Tally known;
    std::vector<Study> studies;
    for (int i = 0; i < 30; ++i) {
      const std::string patient = std::to_string(random() % 12);
      if (random() % 2 == 0) {
        known.add(patient, random() % 2 == 0, random() % 2 == 0);
      } else {
        studies.push_back({random() % 8 == 0 ? "" : patient, static_cast<Gap>(random() % 4)});
      }
    }
    GapTally forwards;
    for (const Study& study : studies) forwards.add(study.patient, study.gap);
    GapTally backwards;
    GapTally half;
    for (std::size_t i = studies.size(); i-- > 0;)
      (i % 2 == 0 ? backwards : half).add(studies[i].patient, studies[i].gap);
    backwards.add(half);
    GapCounts positive{};
    for (std::size_t i = 0; i < positive.size(); ++i) positive[i] = random() % (forwards.total()[i] + 1);
    const Population one = completed(forwards.clusters(known), positive);
    const Population other = completed(backwards.clusters(known), positive);
    CHECK(one.total() == completed(known.total(), forwards.total(), positive));
    CHECK(one.resample(3, 1) == other.resample(3, 1));
    CHECK(one.units() == other.units());
  }
}

TEST_CASE("a patient repeats when complete studies and those with gaps together are several") {
  Tally known;
  known.add("a", true, true);
  GapTally gaps;
  gaps.add("b", Gap::truth_of_negative);
  gaps.add("", Gap::truth_of_negative);
  gaps.add("", Gap::truth_of_negative);
  CHECK_FALSE(gaps.patients_repeat(known));
  gaps.add("a", Gap::answer_to_normal);
  CHECK(gaps.patients_repeat(known));
}
