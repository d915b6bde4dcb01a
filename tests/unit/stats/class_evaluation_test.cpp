// SPDX-License-Identifier: Apache-2.0
#include "stats/class_evaluation.hpp"

#include "catch.hpp"
#include "stats/random.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

constexpr std::size_t classes = 4;
const std::vector<std::string> names{"a", "b", "c", "d"};

// Scores on a grid, so that some are equal.
ClassSample random_sample(std::uint64_t seed, std::size_t studies, bool multi_label, std::size_t per_unit = 1) {
  RandomStream random(seed, 0);
  ClassSample sample{classes, multi_label, {}, {}, {}, {}};
  for (std::size_t i = 0; i < studies; ++i) {
    const std::size_t truth = random.bits() % classes;
    std::size_t best = 0;
    std::vector<double> scores;
    for (std::size_t c = 0; c < classes; ++c) {
      scores.push_back(std::floor(20 * (random.uniform() + (c == truth ? 0.3 : 0))) / 20);
      if (scores[c] > scores[best]) best = c;
    }
    for (std::size_t c = 0; c < classes; ++c) {
      sample.truth.push_back(multi_label ? random.bits() % 3 == 0 : c == truth);
      sample.predicted.push_back(multi_label ? scores[c] >= 0.6 : c == best);
      sample.scores.push_back(scores[c]);
    }
    sample.units.push_back(static_cast<std::uint32_t>(i / per_unit));
  }
  return sample;
}

Evaluation wanted_of(std::size_t resamples) {
  Evaluation wanted;
  wanted.measures = {Measure::accuracy, Measure::sensitivity, Measure::ppv, Measure::f1};
  wanted.score_measures = {parse_score_measure("roc_auc").value(),
                           parse_score_measure("sensitivity_at_specificity@0.9").value()};
  wanted.resamples = resamples;
  return wanted;
}

// Study by study, class by class.
Confusion slow_counts(const ClassSample& sample, std::size_t class_index) {
  Confusion counts;
  for (std::size_t i = 0; i < sample.studies(); ++i) {
    counts.add(sample.truth[i * classes + class_index] != 0, sample.predicted[i * classes + class_index] != 0);
  }
  return counts;
}

// All pairs of a positive and a negative.
double slow_auc(const std::vector<double>& positive, const std::vector<double>& negative) {
  double won = 0;
  for (const double one : positive) {
    for (const double other : negative) won += one > other ? 1 : one == other ? 0.5 : 0;
  }
  return won / static_cast<double>(positive.size() * negative.size());
}

struct Sides {
  std::vector<double> positive;
  std::vector<double> negative;
};

Sides sides(const ClassSample& sample, std::size_t class_index) {
  Sides found;
  for (std::size_t i = 0; i < sample.studies(); ++i) {
    const std::size_t at = i * classes + class_index;
    (sample.truth[at] != 0 ? found.positive : found.negative).push_back(sample.scores[at]);
  }
  return found;
}

double slow_sensitivity(const Sides& found, double least_specificity) {
  double best = 0;
  for (const double threshold : found.positive) {
    const auto at_least = [&](double score) { return score >= threshold; };
    const auto alarms = std::count_if(found.negative.begin(), found.negative.end(), at_least);
    const auto hits = std::count_if(found.positive.begin(), found.positive.end(), at_least);
    const double right = static_cast<double>(found.negative.size()) - static_cast<double>(alarms);
    if (right + 1e-9 < least_specificity * static_cast<double>(found.negative.size())) continue;
    best = std::max(best, static_cast<double>(hits) / static_cast<double>(found.positive.size()));
  }
  return best;
}

std::map<std::string, Metric> by_name(const std::vector<Metric>& rows) {
  std::map<std::string, Metric> found;
  for (const Metric& row : rows) found[row.measure + ' ' + row.group] = row;
  return found;
}

bool near(const std::optional<double>& one, double other) {
  return one && std::abs(*one - other) < 1e-12;
}

// A sample whose scores are its predictions, and measures that are one number of both.
struct Twin {
  ClassSample sample;
  Evaluation wanted;
};

Twin twin_of(ClassSample sample) {
  Twin twin{std::move(sample), {}};
  twin.sample.scores.assign(twin.sample.predicted.begin(), twin.sample.predicted.end());
  twin.wanted.measures = {Measure::balanced_accuracy};
  twin.wanted.score_measures = {parse_score_measure("roc_auc").value()};
  twin.wanted.resamples = 300;
  twin.wanted.unit = Unit::patient;
  return twin;
}

// Each study twice, both of one unit.
ClassSample doubled(const ClassSample& sample) {
  ClassSample found{classes, sample.multi_label, {}, {}, {}, {}};
  for (std::size_t i = 0; i < 2 * sample.studies(); ++i) {
    const auto begin = static_cast<std::ptrdiff_t>(i / 2 * classes), end = begin + static_cast<std::ptrdiff_t>(classes);
    found.truth.insert(found.truth.end(), sample.truth.begin() + begin, sample.truth.begin() + end);
    found.predicted.insert(found.predicted.end(), sample.predicted.begin() + begin, sample.predicted.begin() + end);
    found.units.push_back(static_cast<std::uint32_t>(i / 2));
  }
  return found;
}

// The units from a number on, of two studies each.
ClassSample from_unit(const ClassSample& sample, std::uint32_t first) {
  const std::ptrdiff_t begin = 2 * static_cast<std::ptrdiff_t>(first);
  const std::ptrdiff_t cell = begin * static_cast<std::ptrdiff_t>(classes);
  ClassSample found{classes, sample.multi_label, {}, {}, {}, {}};
  found.truth.assign(sample.truth.begin() + cell, sample.truth.end());
  found.predicted.assign(sample.predicted.begin() + cell, sample.predicted.end());
  found.scores.assign(sample.scores.begin() + cell, sample.scores.end());
  found.has_prediction.assign(sample.has_prediction.begin() + begin, sample.has_prediction.end());
  found.has_scores.assign(sample.has_scores.begin() + begin, sample.has_scores.end());
  for (std::size_t i = 2 * first; i < sample.studies(); ++i) found.units.push_back(sample.units[i] - first);
  return found;
}

bool both_near(const std::optional<double>& one, const std::optional<double>& other) {
  return one.has_value() == other.has_value() && (!one || near(one, *other));
}

// In what all resamples say.
void check_alike(const Metric& one, const Metric& other) {
  CHECK(both_near(one.estimate, other.estimate));
  CHECK(one.bootstrap_mean);
  CHECK(both_near(one.low, other.low));
  CHECK(both_near(one.high, other.high));
  CHECK(both_near(one.standard_error, other.standard_error));
  CHECK(both_near(one.bootstrap_mean, other.bootstrap_mean));
  CHECK(both_near(one.bootstrap_median, other.bootstrap_median));
  CHECK(one.undefined == other.undefined);
}

}  // namespace

TEST_CASE("measures of predictions are those of counting study by study") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const bool multi_label = seed % 2 == 0;
    const ClassSample sample = random_sample(seed, 60, multi_label);
    const auto rows = by_name(evaluate_classes(sample, names, wanted_of(20)));
    for (const Measure measure : wanted_of(1).measures) {
      double sum = 0, weighted = 0, studies = 0;
      Confusion total;
      for (std::size_t c = 0; c < classes; ++c) {
        const Confusion counts = slow_counts(sample, c);
        const double found = value(measure, counts).value();
        CHECK(near(rows.at(std::string(name(measure)) + " class=" + names[c]).estimate, found));
        sum += found;
        const auto support = static_cast<double>(counts.tp + counts.fn);
        weighted += found * support;
        studies += support;
        total += counts;
      }
      const auto average = [&](const char* word) {
        return rows.at(std::string(word) + std::string(name(measure)) + " all").estimate;
      };
      CHECK(near(average("macro_"), sum / classes));
      CHECK(near(average("weighted_"), weighted / studies));
      CHECK(near(average("micro_"), value(measure, total).value()));
    }
    std::size_t right = 0;
    for (std::size_t i = 0; i < sample.studies(); ++i) {
      bool all = true;
      for (std::size_t c = 0; c < classes; ++c)
        all = all && sample.truth[i * classes + c] == sample.predicted[i * classes + c];
      right += all ? 1 : 0;
    }
    CHECK(near(rows.at(multi_label ? "exact_match all" : "accuracy all").estimate, static_cast<double>(right) / 60));
  }
}

TEST_CASE("areas and sensitivities are those of comparing all pairs and trying all thresholds") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const ClassSample sample = random_sample(seed, 60, seed % 2 == 0);
    const auto rows = by_name(evaluate_classes(sample, names, wanted_of(20)));
    double sum = 0, weighted = 0, studies = 0;
    Sides together;
    for (std::size_t c = 0; c < classes; ++c) {
      const Sides found = sides(sample, c);
      const double auc = slow_auc(found.positive, found.negative);
      CHECK(near(rows.at("roc_auc class=" + names[c]).estimate, auc));
      CHECK(near(rows.at("sensitivity_at_specificity@0.9 class=" + names[c]).estimate, slow_sensitivity(found, 0.9)));
      sum += auc;
      weighted += auc * static_cast<double>(found.positive.size());
      studies += static_cast<double>(found.positive.size());
      together.positive.insert(together.positive.end(), found.positive.begin(), found.positive.end());
      together.negative.insert(together.negative.end(), found.negative.begin(), found.negative.end());
    }
    CHECK(near(rows.at("macro_roc_auc all").estimate, sum / classes));
    CHECK(near(rows.at("weighted_roc_auc all").estimate, weighted / studies));
    CHECK(near(rows.at("micro_roc_auc all").estimate, slow_auc(together.positive, together.negative)));
  }
}

TEST_CASE("intervals are those of drawing whole units one by one") {
  const ClassSample sample = random_sample(3, 90, false, 3);
  Evaluation wanted = wanted_of(4000);
  wanted.unit = Unit::patient;
  const auto rows = by_name(evaluate_classes(sample, names, wanted));
  ClassSample predictions_alone = sample;
  predictions_alone.scores.clear();
  const auto alone = by_name(evaluate_classes(predictions_alone, names, wanted));
  std::vector<double> f1, auc;
  RandomStream random(11, 0);
  Evaluation estimate = wanted_of(1);
  for (int i = 0; i < 1500; ++i) {
    ClassSample drawn{classes, false, {}, {}, {}, {}};
    for (std::uint32_t unit = 0; unit < 30; ++unit) {
      const std::size_t chosen = random.bits() % 30;
      for (std::size_t at = chosen * 3 * classes; at < (chosen + 1) * 3 * classes; ++at) {
        drawn.truth.push_back(sample.truth[at]);
        drawn.predicted.push_back(sample.predicted[at]);
        drawn.scores.push_back(sample.scores[at]);
      }
      drawn.units.insert(drawn.units.end(), 3, unit);
    }
    const auto found = by_name(evaluate_classes(drawn, names, estimate));
    f1.push_back(found.at("macro_f1 all").estimate.value());
    auc.push_back(found.at("macro_roc_auc all").estimate.value());
  }
  const auto check = [](std::vector<double> slow, const Metric& row) {
    std::sort(slow.begin(), slow.end());
    const double error = row.standard_error.value();
    CHECK(std::abs(row.low.value() - slow[37]) < 0.3 * error);
    CHECK(std::abs(row.high.value() - slow[1462]) < 0.3 * error);
    CHECK(std::abs(row.bootstrap_mean.value() - slow[750]) < 0.3 * error);
    CHECK(row.n == 30);
  };
  check(f1, rows.at("macro_f1 all"));
  check(f1, alone.at("macro_f1 all"));
  check(auc, rows.at("macro_roc_auc all"));
}

TEST_CASE("predictions and scores share each resample") {
  // Scores of 0 and 1 have the area (sensitivity + specificity) / 2: two measures of one number.
  const Twin twin = twin_of(random_sample(8, 60, true, 2));
  for (const std::uint64_t seed : {1, 2, 3}) {
    Evaluation wanted = twin.wanted;
    wanted.seed = seed;
    for (const std::size_t resamples : {std::size_t{1}, std::size_t{300}}) {  // one alone: its own number
      wanted.resamples = resamples;
      const auto rows = by_name(evaluate_classes(twin.sample, names, wanted));
      check_alike(rows.at("macro_balanced_accuracy all"), rows.at("macro_roc_auc all"));
      check_alike(rows.at("weighted_balanced_accuracy all"), rows.at("weighted_roc_auc all"));
      check_alike(rows.at("micro_balanced_accuracy all"), rows.at("micro_roc_auc all"));
    }
  }
}

TEST_CASE("a study counts with what it has, in the resamples of all") {
  // Each unit has two equal studies: one with the prediction alone and one with the scores alone.
  Twin twin = twin_of(doubled(random_sample(9, 50, true)));
  for (std::size_t i = 0; i < twin.sample.studies(); ++i) {
    twin.sample.has_prediction.push_back(i % 2 == 0);
    twin.sample.has_scores.push_back(i % 2 != 0);
  }
  const auto rows = by_name(evaluate_classes(twin.sample, names, twin.wanted));
  check_alike(rows.at("macro_balanced_accuracy all"), rows.at("macro_roc_auc all"));
  check_alike(rows.at("micro_balanced_accuracy all"), rows.at("micro_roc_auc all"));
  CHECK(rows.at("macro_roc_auc all").n == 50);
  CHECK(rows.at("balanced_accuracy class=a").counts->total() == 50);

  // Without the scores of the first ten units: as if the sample had only the others, but drawn among all.
  for (std::size_t i = 0; i < 20; ++i) twin.sample.has_scores[i] = 0;
  const auto fewer = by_name(evaluate_classes(twin.sample, names, twin.wanted));
  CHECK(fewer.at("macro_roc_auc all").n == 40);
  CHECK(fewer.at("macro_balanced_accuracy all").n == 50);
  CHECK(fewer.at("macro_balanced_accuracy all").low == rows.at("macro_balanced_accuracy all").low);
  const auto others = by_name(evaluate_classes(from_unit(twin.sample, 10), names, twin.wanted));
  CHECK(fewer.at("macro_roc_auc all").estimate == others.at("macro_roc_auc all").estimate);
  CHECK(fewer.at("roc_auc class=b").low == others.at("roc_auc class=b").low);
}

TEST_CASE("a class that is true in one unit only has an area without limits, and one that is always true has none") {
  Evaluation wanted = wanted_of(10);
  wanted.score_measures.resize(1);
  const std::vector<std::string> two{"a", "b"};
  ClassSample sample{2, false, {1, 0, 0, 1, 0, 1}, {}, {0.9, 0.1, 0.2, 0.8, 0.3, 0.7}, {0, 1, 2}};
  auto rows = by_name(evaluate_classes(sample, two, wanted));
  CHECK(near(rows.at("roc_auc class=a").estimate, 1));
  CHECK_FALSE(rows.at("roc_auc class=a").low);
  CHECK(rows.at("roc_auc class=a").reason == "true or false in one unit only: no standard error");
  sample.truth = {1, 0, 1, 0, 1, 0};
  rows = by_name(evaluate_classes(sample, two, wanted));
  CHECK(rows.at("roc_auc class=a").reason == "always true");
  CHECK(rows.at("roc_auc class=b").reason == "never true");
}

TEST_CASE("units without scores behind all others are not ranked") {
  // In the order of their scores the studies are numbered as the sweep has them.
  ClassSample sample{2, false, {1, 0, 0, 1, 1, 0, 0, 1}, {}, {0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0, 0}, {2, 1, 0, 3}};
  sample.has_scores = {1, 1, 1, 0};
  Evaluation wanted = wanted_of(1);
  wanted.score_measures.resize(1);
  const std::vector<std::string> two{"a", "b"};
  const auto rows = by_name(evaluate_classes(sample, two, wanted));
  CHECK(near(rows.at("macro_roc_auc all").estimate, 0.5));
  CHECK(near(rows.at("roc_auc class=a").estimate, 0.5));
  CHECK(rows.at("macro_roc_auc all").n == 3);
}

TEST_CASE("where no study has scores, their measures are undefined and those of predictions are not") {
  ClassSample sample = random_sample(4, 40, false);
  sample.has_scores.assign(40, 0);
  const auto rows = by_name(evaluate_classes(sample, names, wanted_of(50)));
  CHECK(rows.at("macro_f1 all").low);
  for (const char* name : {"macro_roc_auc all", "micro_roc_auc all", "roc_auc class=a",
                           "sensitivity_at_specificity@0.9 class=a", "macro_sensitivity_at_specificity@0.9 all"}) {
    CHECK_FALSE(rows.at(name).estimate);
    CHECK(rows.at(name).n == 0);
    CHECK(rows.at(name).reason == "there are no scores");
  }
}

TEST_CASE("numbers do not depend on the threads") {
  const ClassSample sample = random_sample(5, 80, false);
  Evaluation wanted = wanted_of(600);
  const auto cells_of = [&] {
    std::vector<std::vector<std::string>> table;
    for (const Metric& row : evaluate_classes(sample, names, wanted)) table.push_back(cells(row));
    return table;
  };
  const auto one = cells_of();
  wanted.threads = 3;
  CHECK(cells_of() == one);
}

TEST_CASE(
    "a class without studies is left out of macro averages and named, one never predicted leaves them undefined") {
  // Truth a a b, prediction a b b; nothing is of c or d.
  ClassSample sample{classes, false,    {1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0},
                     {},      {0, 1, 2}};
  auto rows = by_name(evaluate_classes(sample, names, wanted_of(200)));
  CHECK(near(rows.at("macro_sensitivity all").estimate, 0.75));
  CHECK(rows.at("macro_sensitivity all").rule.find("left_out=c+d") != std::string::npos);
  CHECK_FALSE(rows.at("sensitivity class=c").estimate);
  CHECK(rows.at("sensitivity class=c").reason == "never true");
  CHECK(rows.at("macro_sensitivity all").undefined > 0);  // resamples without an a, or without a b

  sample.predicted = {0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
  rows = by_name(evaluate_classes(sample, names, wanted_of(200)));
  CHECK_FALSE(rows.at("ppv class=a").estimate);
  CHECK(rows.at("ppv class=a").reason == "never predicted");
  CHECK_FALSE(rows.at("macro_ppv all").estimate);
  CHECK(near(rows.at("f1 class=a").estimate, 0));
}

TEST_CASE("measures of scores that are no ranks of classes are refused") {
  Evaluation wanted = wanted_of(1);
  wanted.score_measures = {parse_score_measure("brier").value()};
  CHECK_THROWS_AS(evaluate_classes(random_sample(1, 10, false), names, wanted), std::invalid_argument);
}

TEST_CASE("a resample keeps a number for each class, average and measure of all") {
  const Evaluation wanted = wanted_of(10);
  ClassSample sample = random_sample(5, 40, false);
  CHECK(numbers_of_a_resample(sample, wanted) == 4 * (classes + 3) + 3 + (classes + 3) + (classes + 1));
  CHECK(numbers_of_a_resample(random_sample(5, 40, true), wanted) == 4 * (classes + 3) + 1 + 2 * classes + 4);
  sample.scores.clear();
  CHECK(numbers_of_a_resample(sample, wanted) == evaluate_classes(sample, names, wanted).size());
  sample = random_sample(5, 1, false);
  sample.has_prediction = {0};
  sample.has_scores = {0};
  CHECK(numbers_of_a_resample(sample, wanted) == 4 * (classes + 3) + 3 + 2 * classes + 4);
}
