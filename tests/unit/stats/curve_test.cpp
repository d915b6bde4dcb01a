// SPDX-License-Identifier: Apache-2.0
#include "stats/curve.hpp"

#include "stats/random.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "score_table.hpp"

#include <stdexcept>

using namespace cxrval::stats;

namespace {

bool same(const std::vector<BandPoint>& left, const std::vector<BandPoint>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const BandPoint& l, const BandPoint& r) {
    return l.x == r.x && l.estimate == r.estimate && l.low == r.low && l.high == r.high && l.undefined == r.undefined;
  });
}

}  // namespace

TEST_CASE("a band's estimate at each false positive rate is the sensitivity at that specificity") {
  if (!case_is_there("sens_at_spec")) return;
  const Scored scored = scored_of(read_scores("sens_at_spec", 1), 0);
  const RocCurve curve = roc_curve(scored);
  const auto points = roc_band(scored, {{{}, 300, 1}, 0.95, 100});
  REQUIRE(points.size() == 101);
  for (std::size_t k = 0; k <= 100; ++k) {
    CHECK(points[k].x == static_cast<double>(k) / 100);
    CHECK(points[k].estimate == sensitivity(curve, *at_specificity(curve, {100 - k, 100})));
    CHECK(*points[k].low <= *points[k].high);
    CHECK(points[k].undefined == 0);
  }
  CHECK(points[10].estimate == 0.79);
  CHECK(*points[10].low < 0.79);
  CHECK(*points[10].high > 0.79);
  CHECK(points[100].low == 1.0);
}

TEST_CASE("a band's limits are the percentiles of the measure at that x over the same resamples") {
  if (!case_is_there("sens_at_spec")) return;
  const Scored scored = scored_of(read_scores("sens_at_spec", 1), 0);
  const ScoreResampling resampling{{Unit::study, false, 5}, 500, 1};
  const std::vector<ScoreMeasure> measures{*parse_score_measure("sensitivity_at_specificity@0.8")};
  const Distribution at_20 = distribution(resample_values(scored, measures, resampling)[0]);
  const auto points = roc_band(scored, {resampling, 0.9, 10});
  CHECK(points[2].low == at_20.quantile((1 - 0.9) / 2));
  CHECK(points[2].high == at_20.quantile((1 + 0.9) / 2));
}

TEST_CASE("precision is that of the highest threshold that reaches the recall") {
  if (!case_is_there("auc_delong_ties")) return;
  const Scored scored = scored_of(read_scores("auc_delong_ties", 2), 0);
  const RocCurve curve = roc_curve(scored);
  const auto points = precision_recall_band(scored, {{{}, 200, 1}, 0.95, 20});
  REQUIRE(points.size() == 20);
  for (std::size_t k = 0; k < 20; ++k) {
    CHECK(points[k].x == static_cast<double>(k + 1) / 20);
    for (const RocPoint& point : curve.points) {
      if (point.tp * 20 < (k + 1) * curve.positives) continue;
      CHECK(*points[k].estimate == static_cast<double>(point.tp) / static_cast<double>(point.tp + point.fp));
      break;
    }
    CHECK(*points[k].low <= *points[k].estimate);
    CHECK(*points[k].high >= *points[k].estimate);
  }
}

TEST_CASE("bands are the same bytes in 1, 2 and 7 threads") {
  if (!case_is_there("auc_delong_ties")) return;
  const Scored scored = scored_of(read_scores("auc_delong_ties", 2), 1);
  const auto with = [&](int threads) { return BandDesign{{{Unit::study, false, 2}, 333, threads}, 0.95, 50}; };
  CHECK(same(roc_band(scored, with(1)), roc_band(scored, with(2))));
  CHECK(same(roc_band(scored, with(1)), roc_band(scored, with(7))));
  CHECK(same(precision_recall_band(scored, with(1)), precision_recall_band(scored, with(7))));
}

TEST_CASE("a band without studies of both kinds is empty of numbers, and lost resamples are counted") {
  const auto none = roc_band(Scored({{0.1, false}}), {{{}, 10, 1}, 0.95, 4});
  REQUIRE(none.size() == 5);
  CHECK_FALSE(none[0].estimate);
  CHECK_FALSE(none[0].low);
  CHECK(none[0].undefined == 10);
  const auto few = roc_band(Scored({{0.1, false}, {0.2, true}}), {{{}, 1000, 1}, 0.95, 4});
  CHECK(static_cast<double>(few[0].undefined) == approx(500).epsilon(0).margin(80));
  CHECK(few[0].low == 1.0);
  CHECK_THROWS_AS(roc_band(Scored({}), {{}, 0.95, 0}), std::invalid_argument);
}

TEST_CASE("a band has the quantiles that are asked for, and no more resamples than it can keep") {
  const Scored scored({{0.1, false}, {0.2, true}, {0.3, false}, {0.4, true}, {0.5, true}, {0.6, false}});
  BandDesign design{{{}, 15, 1}, 0.8, 4};
  const auto seven = roc_band(scored, design);
  design.quantile_type = 6;
  const auto six = roc_band(scored, design);
  bool wider = false;
  for (std::size_t k = 0; k < seven.size(); ++k) {
    CHECK(*six[k].low <= *seven[k].low);
    CHECK(*six[k].high >= *seven[k].high);
    wider = wider || *six[k].low < *seven[k].low || *six[k].high > *seven[k].high;
  }
  CHECK(wider);
  design.resampling.resamples = 100'001;
  CHECK_THROWS_AS(roc_band(scored, design), cxrval::base::Error);
}
