// SPDX-License-Identifier: Apache-2.0
#include "stats/roc.hpp"

#include "stats/random.hpp"

#include "catch.hpp"
#include "score_table.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

auto exactly(double value) {
  return approx(value).epsilon(0).margin(1e-12);
}

RocCurve sample_curve(const Scored& scored) {
  return roc_curve(scored, std::vector<std::uint32_t>(scored.size(), 1));
}

// Studies on a coarse grid with weights of 0 to 3, and the same studies written out as often as they weigh.
struct Weighted {
  Scored scored{{}};
  std::vector<std::uint32_t> weights;
  std::vector<ScoredStudy> rows;
};

Weighted random_studies(std::uint64_t index, std::size_t count) {
  RandomStream random(3, index);
  Weighted result;
  std::vector<ScoredStudy> studies;
  for (std::size_t i = 0; i < count; ++i) {
    const bool positive = random.uniform() < 0.4;
    studies.push_back({std::floor((random.uniform() + (positive ? 0.2 : 0)) * 12) / 12, positive, 0});
  }
  result.scored = Scored(studies);
  for (std::size_t i = 0; i < count; ++i) {
    result.weights.push_back(static_cast<std::uint32_t>(random.uniform() * 4));
    const ScoredStudy study{result.scored.scores()[i], result.scored.positive()[i] != 0, 0};
    result.rows.insert(result.rows.end(), result.weights.back(), study);
  }
  return result;
}

RocPoint decide(const std::vector<ScoredStudy>& rows, double threshold) {
  RocPoint point{threshold, 0, 0};
  for (const ScoredStudy& row : rows) {
    if (row.score >= threshold) ++(row.positive ? point.tp : point.fp);
  }
  return point;
}

}  // namespace

TEST_CASE("the corners of the ROC curve are those of R's pROC, one a distinct score and the empty rule") {
  if (!case_is_there("auc_delong_ties")) return;
  const RocCurve curve = sample_curve(scored_of(read_scores("auc_delong_ties", 2), 0));
  const std::vector<double> sensitivities{0,
                                          0.0517241379310345,
                                          0.137931034482759,
                                          0.189655172413793,
                                          0.344827586206897,
                                          0.620689655172414,
                                          0.775862068965517,
                                          0.879310344827586,
                                          0.931034482758621,
                                          0.982758620689655,
                                          1,
                                          1};
  const std::vector<double> specificities{1,
                                          1,
                                          1,
                                          0.989130434782609,
                                          0.956521739130435,
                                          0.804347826086957,
                                          0.641304347826087,
                                          0.467391304347826,
                                          0.271739130434783,
                                          0.130434782608696,
                                          0.0434782608695652,
                                          0};
  REQUIRE(curve.points.size() == 12);
  CHECK(curve.points.front() == RocPoint{std::numeric_limits<double>::infinity(), 0, 0});
  CHECK(curve.points.back().threshold == 0);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(*sensitivity(curve, curve.points[i]) == exactly(sensitivities[i]));
    CHECK(*specificity(curve, curve.points[i]) == exactly(specificities[i]));
  }
  CHECK(*roc_auc(curve) == exactly(0.783733133433283));
}

TEST_CASE("a false positive that a target just allows is taken, which doubles would refuse") {
  if (!case_is_there("sens_at_spec")) return;
  const RocCurve curve = sample_curve(scored_of(read_scores("sens_at_spec", 1), 0));
  CHECK(*roc_auc(curve) == exactly(0.936033333333333));
  const RocPoint ninety = *at_specificity(curve, *parse_share("0.9"));
  CHECK(ninety == RocPoint{0.47805, 79, 30});
  CHECK(*sensitivity(curve, ninety) == exactly(0.79));
  CHECK(std::abs(*sensitivity(curve, ninety) - 0.77) > 0.01);
  CHECK(*specificity(curve, ninety) == exactly(0.9));
  CHECK(at_specificity(curve, *parse_share("0.95")) == RocPoint{0.5683, 59, 11});
  CHECK(at_specificity(curve, *parse_share("0.99")) == RocPoint{0.6644, 35, 3});
  CHECK(at_specificity(curve, *parse_share("1"))->fp == 0);
  CHECK(at_specificity(curve, *parse_share("0"))->tp == 100);
}

TEST_CASE("the partial area and McClish's correction are those of R's pROC") {
  if (!case_is_there("sens_at_spec")) return;
  const RocCurve curve = sample_curve(scored_of(read_scores("sens_at_spec", 1), 0));
  const PartialArea found = *partial_area_by_specificity(curve, *parse_share("0.9"));
  CHECK(found.area == exactly(0.057));
  CHECK(*found.corrected == exactly(0.773684210526316));
  const PartialArea all = *partial_area_by_specificity(curve, *parse_share("0"));
  CHECK(all.area == exactly(*roc_auc(curve)));
  CHECK(*all.corrected == exactly(*roc_auc(curve)));
  const PartialArea none = *partial_area_by_specificity(curve, *parse_share("1"));
  CHECK(none.area == 0);
  CHECK_FALSE(none.corrected);
}

TEST_CASE("the partial area of a perfect model is one double whatever the numbers of studies") {
  for (std::uint64_t positives = 1; positives < 40; ++positives) {
    for (std::uint64_t negatives = 1; negatives < 40; ++negatives) {
      const RocCurve curve{{{9, 0, 0}, {2, positives, 0}, {1, positives, negatives}}, positives, negatives};
      for (const char* share : {"0.9", "0.7", "0.123456789"}) {
        const Fraction lowest = *parse_share(share);
        const double width = static_cast<double>(lowest.whole - lowest.part) / static_cast<double>(lowest.whole);
        REQUIRE(partial_area_by_specificity(curve, lowest)->area == width);
        REQUIRE(partial_area_by_specificity(curve, lowest)->corrected == 1.0);
      }
    }
  }
}

TEST_CASE("the partial area is that of the curve's lines one after the other") {
  for (std::uint64_t i = 0; i < 40; ++i) {
    const Weighted random = random_studies(i, 60);
    const RocCurve curve = roc_curve(random.scored, random.weights);
    if (curve.positives == 0 || curve.negatives == 0) continue;
    for (const char* share : {"0", "0.5", "0.85", "0.999", "0.123456789"}) {
      const Fraction lowest = *parse_share(share);
      const double width = 1 - static_cast<double>(lowest.part) / static_cast<double>(lowest.whole);
      double area = 0;
      for (std::size_t k = 1; k < curve.points.size(); ++k) {
        const double x = 1 - *specificity(curve, curve.points[k - 1]);
        const double y = *sensitivity(curve, curve.points[k - 1]);
        const double step = 1 - *specificity(curve, curve.points[k]) - x;
        if (step <= 0 || x >= width) continue;
        const double taken = std::min(step, width - x);
        area += taken * (y + (*sensitivity(curve, curve.points[k]) - y) * taken / step / 2);
      }
      REQUIRE(partial_area_by_specificity(curve, lowest)->area == approx(area).epsilon(1e-12).margin(1e-13));
    }
  }
}

TEST_CASE("partial areas too large for whole numbers are those of small counts") {
  const auto times = [](std::uint64_t n) {
    return RocCurve{{{9, 0, 0}, {3, 3 * n, 0}, {2, 5 * n, 4 * n}, {1, 6 * n, 10 * n}}, 6 * n, 10 * n};
  };
  const Fraction lowest = *parse_share("0.712345679");
  CHECK(partial_area_by_specificity(times(100'000'000), lowest)->area ==
        approx(partial_area_by_specificity(times(1), lowest)->area).epsilon(1e-14));
}

TEST_CASE("of -0 and 0 the threshold is the same whichever comes first") {
  for (const double first : {0.0, -0.0}) {
    const RocCurve curve = roc_curve(Scored({{first, true, 1}, {-first, true, 2}, {1, true, 3}, {-1, false, 4}}));
    REQUIRE(curve.points.size() == 4);
    CHECK(curve.points[2].threshold == 0);
    CHECK_FALSE(std::signbit(curve.points[2].threshold));
  }
}

TEST_CASE("a share is read as written and nothing else") {
  CHECK(parse_share("0.95")->part == 95);
  CHECK(parse_share("0.95")->whole == 100);
  CHECK(parse_share("0.123456789")->part == 123456789);
  CHECK(parse_share("1.000")->part == 1000);
  CHECK(parse_share("0")->part == 0);
  for (const char* text : {"", ".", "1.", ".9", "1.1", "-0.1", "0.1234567890", "9e-1", "90%", "0.9 ", "+0.9", "2"}) {
    CHECK_FALSE(parse_share(text));
  }
}

TEST_CASE("weights act as rows written out, at every threshold") {
  for (std::uint64_t i = 0; i < 80; ++i) {
    const Weighted studies = random_studies(i, 5 + i);
    const RocCurve curve = roc_curve(studies.scored, studies.weights);
    const RocCurve written = sample_curve(Scored(studies.rows));
    REQUIRE(curve.points == written.points);
    for (const RocPoint& point : curve.points) CHECK(decide(studies.rows, point.threshold) == point);
  }
}

TEST_CASE("operating points are the best of all rules that reach the target") {
  for (std::uint64_t i = 0; i < 80; ++i) {
    const RocCurve curve = roc_curve(random_studies(i, 30).scored, random_studies(i, 30).weights);
    if (curve.positives == 0 || curve.negatives == 0) continue;
    for (const std::uint64_t percent : {0, 37, 50, 75, 90, 100}) {
      const RocPoint specific = *at_specificity(curve, {percent, 100});
      const RocPoint sensitive = *at_sensitivity(curve, {percent, 100});
      CHECK((curve.negatives - specific.fp) * 100 >= percent * curve.negatives);
      CHECK(sensitive.tp * 100 >= percent * curve.positives);
      for (const RocPoint& point : curve.points) {
        const bool reaches = (curve.negatives - point.fp) * 100 >= percent * curve.negatives;
        if (reaches) CHECK(point.tp <= specific.tp);
        if (reaches && point.tp == specific.tp) CHECK(point.fp >= specific.fp);
        const bool finds = point.tp * 100 >= percent * curve.positives;
        if (finds) CHECK(point.fp >= sensitive.fp);
        if (finds && point.fp == sensitive.fp) CHECK(point.tp <= sensitive.tp);
      }
    }
  }
}

TEST_CASE("average precision steps, and a tie is one step") {
  // scikit-learn's example: 0.8333; all tied, it is the prevalence.
  CHECK(*average_precision(sample_curve(Scored({{0.1, false}, {0.4, false}, {0.35, true}, {0.8, true}}))) ==
        exactly(0.5 + 0.5 * 2 / 3));
  CHECK(*average_precision(sample_curve(Scored({{0.5, false}, {0.5, true}, {0.5, false}, {0.5, false}}))) ==
        exactly(0.25));
  CHECK(*average_precision(sample_curve(Scored({{0.5, true}}))) == 1);
}

TEST_CASE("the area under the precision-recall curve is Davis and Goadrich's, as fine steps give it") {
  for (std::uint64_t i = 0; i < 20; ++i) {
    const RocCurve curve = roc_curve(random_studies(i, 30).scored, random_studies(i, 30).weights);
    if (curve.positives == 0) continue;
    double area = 0;
    for (std::size_t k = 1; k < curve.points.size(); ++k) {
      const RocPoint& from = curve.points[k - 1];
      const RocPoint& to = curve.points[k];
      constexpr int steps = 20'000;
      for (int s = 0; s < steps; ++s) {
        const double at = (s + 0.5) / steps;
        const double tp = static_cast<double>(from.tp) + at * static_cast<double>(to.tp - from.tp);
        const double fp = static_cast<double>(from.fp) + at * static_cast<double>(to.fp - from.fp);
        area += static_cast<double>(to.tp - from.tp) / steps * tp / (tp + fp);
      }
    }
    CHECK(*pr_auc(curve) == approx(area / static_cast<double>(curve.positives)).epsilon(0).margin(1e-6));
  }
}

TEST_CASE("without studies of a kind what needs them is undefined") {
  const RocCurve negative = sample_curve(Scored({{0.2, false}, {0.3, false}}));
  CHECK_FALSE(roc_auc(negative));
  CHECK_FALSE(at_specificity(negative, {9, 10}));
  CHECK_FALSE(at_sensitivity(negative, {9, 10}));
  CHECK_FALSE(partial_area_by_specificity(negative, {9, 10}));
  CHECK_FALSE(average_precision(negative));
  CHECK_FALSE(pr_auc(negative));
  CHECK_FALSE(sensitivity(negative, negative.points[0]));
  CHECK(specificity(negative, negative.points[0]) == 1.0);
  CHECK_FALSE(roc_auc(sample_curve(Scored({}))));
  CHECK(roc_curve(Scored({{0.1, true}})).positives == 1);
  CHECK_THROWS_AS(roc_curve(Scored({{0.1, true}}), std::vector<std::uint32_t>(2, 1)), std::invalid_argument);
}
