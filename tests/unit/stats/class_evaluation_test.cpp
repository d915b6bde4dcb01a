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

}  // namespace

TEST_CASE("measures of predictions are those of counting study by study") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const bool multi_label = seed % 2 == 0;
    const ClassSample sample = random_sample(seed, 60, multi_label);
    const auto rows = by_name(evaluate_class_predictions(sample, names, wanted_of(20)));
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
    const auto rows = by_name(evaluate_class_scores(sample, names, wanted_of(20)));
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
  const auto predictions = by_name(evaluate_class_predictions(sample, names, wanted));
  const auto scores = by_name(evaluate_class_scores(sample, names, wanted));
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
    f1.push_back(by_name(evaluate_class_predictions(drawn, names, estimate)).at("macro_f1 all").estimate.value());
    auc.push_back(by_name(evaluate_class_scores(drawn, names, estimate)).at("macro_roc_auc all").estimate.value());
  }
  const auto check = [](std::vector<double> slow, const Metric& row) {
    std::sort(slow.begin(), slow.end());
    const double error = row.standard_error.value();
    CHECK(std::abs(row.low.value() - slow[37]) < 0.3 * error);
    CHECK(std::abs(row.high.value() - slow[1462]) < 0.3 * error);
    CHECK(std::abs(row.bootstrap_mean.value() - slow[750]) < 0.3 * error);
    CHECK(row.n == 30);
  };
  check(f1, predictions.at("macro_f1 all"));
  check(auc, scores.at("macro_roc_auc all"));
}

TEST_CASE("numbers do not depend on the threads") {
  const ClassSample sample = random_sample(5, 80, false);
  Evaluation wanted = wanted_of(600);
  const auto cells_of = [&] {
    std::vector<std::vector<std::string>> table;
    for (const Metric& row : evaluate_class_predictions(sample, names, wanted)) table.push_back(cells(row));
    for (const Metric& row : evaluate_class_scores(sample, names, wanted)) table.push_back(cells(row));
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
  auto rows = by_name(evaluate_class_predictions(sample, names, wanted_of(200)));
  CHECK(near(rows.at("macro_sensitivity all").estimate, 0.75));
  CHECK(rows.at("macro_sensitivity all").rule.find("left_out=c+d") != std::string::npos);
  CHECK_FALSE(rows.at("sensitivity class=c").estimate);
  CHECK(rows.at("sensitivity class=c").reason == "no study is of this class");
  CHECK(rows.at("macro_sensitivity all").undefined > 0);  // resamples without an a, or without a b

  sample.predicted = {0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
  rows = by_name(evaluate_class_predictions(sample, names, wanted_of(200)));
  CHECK_FALSE(rows.at("ppv class=a").estimate);
  CHECK(rows.at("ppv class=a").reason == "never predicted");
  CHECK_FALSE(rows.at("macro_ppv all").estimate);
  CHECK(near(rows.at("f1 class=a").estimate, 0));
}

TEST_CASE("measures of scores that are no ranks of classes are refused") {
  Evaluation wanted = wanted_of(1);
  wanted.score_measures = {parse_score_measure("brier").value()};
  CHECK_THROWS_AS(evaluate_class_scores(random_sample(1, 10, false), names, wanted), std::invalid_argument);
}
