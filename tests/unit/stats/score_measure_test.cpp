// SPDX-License-Identifier: Apache-2.0
#include "stats/score_measure.hpp"

#include "stats/auc_error.hpp"
#include "stats/brier.hpp"
#include "stats/delong.hpp"
#include "stats/net_benefit.hpp"
#include "stats/random.hpp"
#include "stats/score_resamples.hpp"

#include "catch.hpp"
#include "score_table.hpp"

#include <algorithm>
#include <cmath>

using namespace cxrval::stats;

namespace {

std::vector<ScoreMeasure> parsed(std::initializer_list<const char*> names) {
  std::vector<ScoreMeasure> measures;
  for (const char* text : names) measures.push_back(parse_score_measure(text).value());
  return measures;
}

const std::initializer_list<const char*> every{"roc_auc",
                                               "average_precision",
                                               "pr_auc",
                                               "partial_auc@0.9",
                                               "partial_auc_corrected@0.9",
                                               "sensitivity_at_specificity@0.95",
                                               "specificity_at_sensitivity@0.9",
                                               "brier",
                                               "brier_scaled",
                                               "ece",
                                               "ece@15",
                                               "mce@10",
                                               "calibration_slope",
                                               "calibration_intercept",
                                               "calibration_in_the_large",
                                               "net_benefit@0.2",
                                               "standardised_net_benefit@0.2"};

Scored invented(std::size_t studies, std::uint32_t patients, std::uint64_t index = 0) {
  RandomStream random(6, index);
  std::vector<ScoredStudy> rows;
  for (std::size_t i = 0; i < studies; ++i) {
    const double p = (std::floor(random.uniform() * 40) + 0.5) / 40;
    rows.push_back({p, random.uniform() < p, static_cast<std::uint32_t>(random.uniform() * patients)});
  }
  return Scored(rows);
}

// The resample's studies written out, each draw of a patient a patient of its own.
Scored written_out(const Scored& scored, const std::vector<std::uint32_t>& weights) {
  std::vector<ScoredStudy> rows;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::uint32_t k = 0; k < weights[i]; ++k) {
      rows.push_back({scored.scores()[i], scored.positive()[i] != 0, scored.patients()[i] * 1000 + k});
    }
  }
  return Scored(rows);
}

}  // namespace

TEST_CASE("every measure is read by the name that it gives") {
  for (const char* text : every) CHECK(name(parse_score_measure(text).value()) == text);
  CHECK(title(*parse_score_measure("sensitivity_at_specificity@0.95")) == "sensitivity at specificity 0.95");
  CHECK(title(*parse_score_measure("ece@15")) == "expected calibration error in 15 bins");
  CHECK(title(*parse_score_measure("roc_auc")) == "AUC");
  for (const char* text : {"", "auc", "roc_auc@0.5", "roc_auc@", "partial_auc", "partial_auc@1", "partial_auc@1.0",
                           "partial_auc@x", "sensitivity_at_specificity@1.01", "sensitivity_at_specificity@90%",
                           "ece@0", "ece@", "ece@1001", "ece@1.5", "net_benefit@1", "net_benefit", "brier@0.1", "f1"}) {
    INFO(text);
    CHECK_FALSE(parse_score_measure(text));
  }
}

TEST_CASE("the values are those of the measures' own functions") {
  if (!case_is_there("sens_at_spec")) return;
  const Scored table = scored_of(read_scores("sens_at_spec", 1), 0);
  const auto of = [&](const char* text) { return value(*parse_score_measure(text), table).value.value(); };
  CHECK(of("sensitivity_at_specificity@0.9") == 0.79);
  CHECK(of("sensitivity_at_specificity@0.99") == 0.35);
  CHECK(of("partial_auc@0.9") == approx(0.057).epsilon(1e-12));
  CHECK(of("partial_auc_corrected@0.9") == approx(0.773684210526316).epsilon(1e-12));
  CHECK(of("roc_auc") == approx(0.936033333333333).epsilon(1e-12));
  CHECK(of("average_precision") == *average_precision(roc_curve(table)));
  CHECK(of("pr_auc") == *pr_auc(roc_curve(table)));
  CHECK(of("brier") == *brier(table).score);
  CHECK(of("brier_scaled") == *brier(table).scaled);
  CHECK(of("net_benefit@0.2") == *net_benefit(table, {}, 0.2).estimate);
  CHECK(of("standardised_net_benefit@0.2") == *net_benefit(table, {}, 0.2).standardised);
}

TEST_CASE("a measure that is not defined says why") {
  const Scored negatives({{0.1, false}, {0.2, false}});
  const Scored positives({{0.1, true}, {0.2, true}});
  const Scored logits({{-1.5, false}, {2.5, true}, {0, true}});
  CHECK(value(*parse_score_measure("roc_auc"), negatives).reason == "no study is positive, so AUC is not defined");
  CHECK(value(*parse_score_measure("roc_auc"), positives).reason == "no study is negative, so AUC is not defined");
  CHECK(value(*parse_score_measure("average_precision"), positives).value == 1.0);
  for (const char* text : every) {
    const ScoreMeasure measure = *parse_score_measure(text);
    INFO(text);
    const ScoreValue found = value(measure, logits);
    CHECK(found.value.has_value() == reads_curve(measure));
    CHECK(found.reason.empty() == reads_curve(measure));
    const ScoreValue none = value(measure, Scored({}));
    CHECK_FALSE(none.value);
    CHECK_FALSE(none.reason.empty());
  }
}

TEST_CASE("all measures share the resamples, and each value is that of the rows written out") {
  const Scored scored = invented(90, 40);
  const auto measures = parsed(every);
  for (const DrawDesign& design :
       {DrawDesign{Unit::study, false, 7}, DrawDesign{Unit::study, true, 7}, DrawDesign{Unit::patient, false, 7}}) {
    const auto values = resample_values(scored, measures, {design, 30, 1});
    REQUIRE(values.size() == measures.size());
    const StudyDraws draws(scored, design);
    std::vector<std::uint8_t> counts(draws.units());
    std::vector<std::uint32_t> weights(scored.size());
    for (std::size_t i = 0; i < 30; ++i) {
      draws.draw(i, counts);
      draws.spread(counts, weights);
      const Scored rows = written_out(scored, weights);
      for (std::size_t m = 0; m < measures.size(); ++m) {
        INFO(name(measures[m]));
        const ScoreValue slow = value(measures[m], rows);
        REQUIRE(values[m][i].has_value() == slow.value.has_value());
        if (slow.value) CHECK(*values[m][i] == approx(*slow.value).epsilon(1e-6).margin(1e-9));
      }
    }
  }
}

TEST_CASE("resampled values are the same bytes in 1, 2 and 7 threads") {
  const Scored scored = invented(400, 150);
  const auto measures = parsed({"roc_auc", "average_precision", "brier", "sensitivity_at_specificity@0.9"});
  for (const Unit unit : {Unit::study, Unit::patient}) {
    const auto one = resample_values(scored, measures, {{unit, false, 3}, 1000, 1});
    CHECK(one[0].size() == 1000);
    CHECK(resample_values(scored, measures, {{unit, false, 3}, 1000, 2}) == one);
    CHECK(resample_values(scored, measures, {{unit, false, 3}, 1000, 7}) == one);
    const auto fewer = resample_values(scored, measures, {{unit, false, 3}, 10, 1});
    CHECK(std::equal(fewer[2].begin(), fewer[2].end(), one[2].begin()));
  }
}

TEST_CASE("the spread of resampled AUCs is DeLong's standard error, and the limits are near") {
  if (!case_is_there("auc_delong_basic")) return;
  const ModelScores table = read_scores("auc_delong_basic", 2);
  const Scored scored = scored_of(table, 0);
  const auto measures = parsed({"roc_auc"});
  const auto values = resample_values(scored, measures, {{Unit::study, true, 1}, 20'000, 2});
  const Distribution found = distribution(values[0]);
  CHECK(found.undefined == 0);
  CHECK(*found.mean() == approx(0.784).epsilon(0).margin(0.0015));
  CHECK(*found.standard_deviation() == approx(0.0442).epsilon(0.03));
  CHECK(*found.quantile(0.025) == approx(0.692).epsilon(0).margin(0.01));
  CHECK(*found.quantile(0.975) == approx(0.865).epsilon(0).margin(0.01));
}

TEST_CASE("resamples with one class only are counted, not taken as numbers") {
  const Scored scored({{0.1, false}, {0.2, false}, {0.9, true}});
  const auto values = resample_values(scored, parsed({"roc_auc"}), {{Unit::study, false, 1}, 30'000, 1});
  const Distribution found = distribution(values[0]);
  // No positive: (2/3)^3; no negative: (1/3)^3.
  CHECK(static_cast<double>(found.undefined) / 30'000 == approx(1.0 / 3).epsilon(0).margin(0.0136));
  CHECK(found.ascending().size() + found.undefined == 30'000);
  CHECK(found.ascending().front() == 1);
}

TEST_CASE("the jackknife leaves out each unit in turn") {
  for (const Unit unit : {Unit::study, Unit::patient}) {
    const Scored scored = invented(40, 12);
    for (const char* text : {"roc_auc", "average_precision"}) {
      const ScoreMeasure measure = *parse_score_measure(text);
      Jackknife found = jackknife(scored, measure, unit, 2);
      std::vector<double> slow;
      const std::uint32_t units = unit == Unit::study ? 40 : scored.patient_count();
      for (std::uint32_t left_out = 0; left_out < units; ++left_out) {
        std::vector<std::uint32_t> weights(40, 1);
        for (std::uint32_t i = 0; i < 40; ++i) {
          if ((unit == Unit::study ? i : scored.patients()[i]) == left_out) weights[i] = 0;
        }
        slow.push_back(*value(measure, written_out(scored, weights)).value);
      }
      REQUIRE(found.values.size() == slow.size());
      std::sort(found.values.begin(), found.values.end());
      std::sort(slow.begin(), slow.end());
      for (std::size_t k = 0; k < slow.size(); ++k) CHECK(found.values[k] == approx(slow[k]).epsilon(1e-12));
    }
  }
  const Jackknife none =
      jackknife(Scored({{0.1, false}, {0.2, true}}), *parse_score_measure("roc_auc"), Unit::study, 1);
  CHECK(none.values.empty());
  CHECK(none.reason == "AUC is not defined without one of the units");
}

TEST_CASE("a jackknife of more than 2e9 steps is not begun") {
  const Scored scored = invented(50'000, 1'000'000);
  const Jackknife found = jackknife(scored, *parse_score_measure("roc_auc"), Unit::study, 1);
  CHECK(found.values.empty());
  CHECK(found.reason == "too many studies for a jackknife: more than 2e9 steps");
}

TEST_CASE("a resample's standard error is DeLong's or Obuchowski's of its rows written out") {
  const Scored scored = invented(60, 25);
  for (const Unit unit : {Unit::study, Unit::patient}) {
    const DrawDesign design{unit, false, 5};
    const auto found = resample_auc_errors(scored, {design, 40, 2});
    REQUIRE(found.size() == 40);
    const StudyDraws draws(scored, design);
    std::vector<std::uint8_t> counts(draws.units());
    std::vector<std::uint32_t> weights(scored.size());
    for (std::size_t i = 0; i < 40; ++i) {
      draws.draw(i, counts);
      draws.spread(counts, weights);
      const ModelScores rows = one_model(written_out(scored, weights));
      const AucEstimates slow = unit == Unit::study ? delong(rows) : obuchowski(rows);
      CHECK(found[i]->auc == *slow.auc(0));
      CHECK(*found[i]->standard_error == approx(*slow.standard_error(0)).epsilon(1e-9));
    }
  }
}
