// SPDX-License-Identifier: Apache-2.0
#include "stats/delong.hpp"

#include "base/error.hpp"
#include "stats/random.hpp"

#include "catch.hpp"
#include "score_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

using namespace cxrval::stats;

namespace {

auto exactly(double value) {
  return approx(value).epsilon(0).margin(1e-12);
}

ModelScores random_scores(std::uint64_t index, std::size_t studies, std::size_t patients, double grid) {
  RandomStream random(8, index);
  ModelScores scores;
  scores.models.resize(3);
  for (std::size_t i = 0; i < studies; ++i) {
    scores.positive.push_back(random.uniform() < 0.4 ? 1 : 0);
    scores.patients.push_back(static_cast<std::uint32_t>(random.uniform() * static_cast<double>(patients)));
    const double shared = random.uniform();
    for (auto& column : scores.models) {
      column.push_back(std::floor((random.uniform() + shared + 0.3 * scores.positive.back()) * grid) / grid);
    }
  }
  return scores;
}

// The definition: a matrix of all pairs of a positive and a negative study.
struct Placements {
  std::vector<double> of_positive, of_negative;
  double auc = 0;
};

Placements placements(const ModelScores& scores, std::size_t model) {
  Placements result;
  const std::size_t n = scores.positive.size();
  result.of_positive.resize(n);
  result.of_negative.resize(n);
  const auto positives = static_cast<double>(std::count(scores.positive.begin(), scores.positive.end(), 1));
  const double negatives = static_cast<double>(n) - positives;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (scores.positive[i] == 0 || scores.positive[j] != 0) continue;
      const double x = scores.models[model][i];
      const double y = scores.models[model][j];
      const double right = x > y ? 1 : x == y ? 0.5 : 0;
      result.of_positive[i] += right / negatives;
      result.of_negative[j] += right / positives;
      result.auc += right / positives / negatives;
    }
  }
  return result;
}

// Obuchowski's S10, S01 and S11 as printed, patient by patient.
double slow_covariance(const ModelScores& scores, const Placements& left, const Placements& right) {
  const std::uint32_t bound = *std::max_element(scores.patients.begin(), scores.patients.end()) + 1;
  double m = 0, n = 0, i10 = 0, i01 = 0, all = 0, s10 = 0, s01 = 0, s11 = 0;
  for (std::uint32_t patient = 0; patient < bound; ++patient) {
    double mi = 0, ni = 0, left10 = 0, right10 = 0, left01 = 0, right01 = 0;
    for (std::size_t i = 0; i < scores.positive.size(); ++i) {
      if (scores.patients[i] != patient) continue;
      if (scores.positive[i] != 0) {
        ++mi;
        left10 += left.of_positive[i] - left.auc;
        right10 += right.of_positive[i] - right.auc;
      } else {
        ++ni;
        left01 += left.of_negative[i] - left.auc;
        right01 += right.of_negative[i] - right.auc;
      }
    }
    m += mi;
    n += ni;
    i10 += mi > 0 ? 1 : 0;
    i01 += ni > 0 ? 1 : 0;
    all += mi + ni > 0 ? 1 : 0;
    s10 += left10 * right10;
    s01 += left01 * right01;
    s11 += left10 * right01 + left01 * right10;
  }
  return i10 / (i10 - 1) * s10 / m / m + i01 / (i01 - 1) * s01 / n / n + all / (all - 1) * s11 / m / n;
}

}  // namespace

TEST_CASE("AUC, DeLong's standard error, its limits and the covariance are those of R's pROC") {
  if (!case_is_there("auc_delong_basic")) return;
  const AucEstimates found = delong(read_scores("auc_delong_basic", 2));
  CHECK(*found.auc(0) == exactly(0.784));
  CHECK(*found.standard_error(0) == exactly(0.044195850397795264));
  CHECK(*found.auc(1) == exactly(0.662222222222222));
  CHECK(*found.standard_error(1) == exactly(0.050562538580271266));
  CHECK(found.covariance[1] == exactly(0.00145426072537184));
  CHECK(found.covariance[1] == found.covariance[2]);
  const AucInterval first = wald_interval(found, 0, 0.95);
  CHECK(*first.auc.low == exactly(0.697377724954201));
  CHECK(*first.auc.high == exactly(0.870622275045799));
  const AucInterval second = wald_interval(found, 1, 0.95);
  CHECK(*second.auc.low == exactly(0.563121467637974));
  CHECK(*second.auc.high == exactly(0.761322976806471));
  // Hanley and McNeil's standard error is another one.
  CHECK(std::abs(*found.standard_error(0) - 0.045541997900958954) > 1e-3);
}

TEST_CASE("the logit interval differs from Wald's and is the one of the delta method") {
  if (!case_is_there("auc_delong_basic")) return;
  const AucEstimates found = delong(read_scores("auc_delong_basic", 2));
  const AucInterval first = logit_interval(found, 0, 0.95);
  CHECK(*first.auc.low == exactly(0.6851656412532023));
  CHECK(*first.auc.high == exactly(0.8582277073112378));
  const AucInterval second = logit_interval(found, 1, 0.95);
  CHECK(*second.auc.low == exactly(0.5572907304584632));
  CHECK(*second.auc.high == exactly(0.7532928668130109));
}

TEST_CASE("the paired test of two models is pROC's, not the test of independent samples") {
  if (!case_is_there("auc_delong_basic")) return;
  const AucDifference found = compare_paired(delong(read_scores("auc_delong_basic", 2)), {0, 1}, 0.95);
  CHECK(*found.difference.estimate == exactly(0.12177777777777798));
  CHECK(*found.statistic == exactly(3.04318744033406).margin(1e-10));
  CHECK(*found.p == exactly(0.00234086475705095));
  CHECK(*found.difference.low == exactly(0.0433468354709294));
  CHECK(*found.difference.high == exactly(0.200208720084626));
  CHECK(std::abs(*found.statistic - 1.8133736847102633) > 1);
  CHECK_FALSE(found.t_degrees);
  CHECK(found.reason.empty());
}

TEST_CASE("ties count one half, in the test as well") {
  if (!case_is_there("auc_delong_ties")) return;
  const AucEstimates found = delong(read_scores("auc_delong_ties", 2));
  CHECK(*found.auc(0) == exactly(0.783733133433283));
  CHECK(std::abs(*found.auc(0) - 0.7288230884557722) > 0.05);  // ties as 0
  CHECK(std::abs(*found.auc(0) - 0.8386431784107946) > 0.05);  // ties as 1
  CHECK(*found.standard_error(0) == exactly(0.038259991598754046));
  CHECK(*found.auc(1) == exactly(0.656203148425787));
  CHECK(*found.standard_error(1) == exactly(0.04570315252100428));
  CHECK(found.covariance[1] == exactly(-5.42367935129625e-05));
  const AucDifference pair = compare_paired(found, {0, 1}, 0.95);
  CHECK(*pair.statistic == exactly(2.10769505490246).margin(1e-10));
  CHECK(*pair.p == exactly(0.0350573753334909));
  CHECK(*pair.difference.low == exactly(0.00893874146766988));
  CHECK(*pair.difference.high == exactly(0.246121228547323));
}

TEST_CASE("independent samples are compared by Student's t with Satterthwaite's degrees of freedom") {
  if (!case_is_there("auc_delong_basic")) return;
  if (!case_is_there("auc_delong_ties")) return;
  const AucEstimates one = delong(read_scores("auc_delong_basic", 2));
  const AucDifference same = compare_unpaired(one, one, {0, 1}, 0.95);
  CHECK(*same.statistic == exactly(1.8133736847102633).margin(1e-10));
  CHECK(*same.t_degrees == exactly(233.8157907739987).margin(1e-9));
  CHECK(*same.p == exactly(0.071056334815117306));
  const AucDifference other = compare_unpaired(one, delong(read_scores("auc_delong_ties", 2)), {1, 0}, 0.95);
  CHECK(*other.difference.estimate == exactly(0.662222222222222 - 0.783733133433283));
  CHECK(*other.statistic == exactly(-1.91637630868134612).margin(1e-10));
  CHECK(*other.t_degrees == exactly(233.22090277201797903).margin(1e-9));
  CHECK(*other.p == exactly(0.05653958807894699));
  CHECK(*other.difference.low == exactly(-0.24643382984153533));
}

TEST_CASE("midranks give what the matrix of all pairs gives") {
  for (std::uint64_t i = 0; i < 60; ++i) {
    ModelScores scores = random_scores(i, 12 + i, 1000, i % 2 == 0 ? 5 : 1e9);
    const AucEstimates found = delong(scores);
    if (found.covariance.empty()) continue;
    for (std::size_t study = 0; study < scores.patients.size(); ++study) {
      scores.patients[study] = static_cast<std::uint32_t>(study);
    }
    for (std::size_t left = 0; left < 3; ++left) {
      CHECK(*found.auc(left) == exactly(placements(scores, left).auc));
      for (std::size_t right = 0; right < 3; ++right) {
        const double slow = slow_covariance(scores, placements(scores, left), placements(scores, right));
        CHECK(found.covariance[left * 3 + right] == exactly(slow));
      }
    }
  }
}

TEST_CASE("Obuchowski's covariance of patients with several studies is the one of its printed sums") {
  std::size_t compared = 0;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const ModelScores scores = random_scores(100 + i, 20 + i, 6 + i / 3, i % 2 == 0 ? 5 : 1e9);
    const AucEstimates found = obuchowski(scores);
    if (found.covariance.empty()) continue;
    ++compared;
    for (std::size_t left = 0; left < 3; ++left) {
      CHECK(*found.auc(left) == exactly(placements(scores, left).auc));
      for (std::size_t right = 0; right < 3; ++right) {
        const double slow = slow_covariance(scores, placements(scores, left), placements(scores, right));
        CHECK(found.covariance[left * 3 + right] == exactly(slow));
      }
    }
  }
  CHECK(compared > 50);
}

TEST_CASE("with one study a patient Obuchowski's covariance is DeLong's, number by number") {
  if (!case_is_there("auc_delong_basic")) return;
  const ModelScores scores = read_scores("auc_delong_basic", 2);
  const AucEstimates clustered = obuchowski(scores);
  CHECK(clustered.covariance == delong(scores).covariance);
  CHECK(clustered.t_degrees == 44);  // 45 patients are the fewer kind
  CHECK(*wald_interval(clustered, 0, 0.95).auc.low < *wald_interval(delong(scores), 0, 0.95).auc.low);
}

TEST_CASE("repeated studies do not make the AUC more certain when the patient is what is independent") {
  if (!case_is_there("auc_delong_basic")) return;
  ModelScores once = read_scores("auc_delong_basic", 2);
  ModelScores thrice;
  thrice.models.resize(2);
  for (int copy = 0; copy < 3; ++copy) {
    thrice.positive.insert(thrice.positive.end(), once.positive.begin(), once.positive.end());
    thrice.patients.insert(thrice.patients.end(), once.patients.begin(), once.patients.end());
    for (std::size_t m = 0; m < 2; ++m) {
      thrice.models[m].insert(thrice.models[m].end(), once.models[m].begin(), once.models[m].end());
    }
  }
  const AucEstimates clustered = obuchowski(thrice);
  CHECK(*clustered.auc(0) == exactly(0.784));
  CHECK(*clustered.standard_error(0) == exactly(0.044195850397795264));
  CHECK(*delong(thrice).standard_error(0) < 0.6 * *clustered.standard_error(0));
}

TEST_CASE("an inverted model keeps its AUC below one half") {
  if (!case_is_there("auc_delong_basic")) return;
  ModelScores scores = read_scores("auc_delong_basic", 1);
  for (double& score : scores.models[0]) score = -score;
  CHECK(*delong(scores).auc(0) == exactly(1 - 0.784));
}

TEST_CASE("what cannot be estimated is absent and says why") {
  const AucEstimates one_kind = delong({{{0.1, 0.2}}, {1, 1}, {}});
  CHECK_FALSE(one_kind.auc(0));
  CHECK(one_kind.reason == "no negative study: the AUC is not defined");
  CHECK_FALSE(wald_interval(one_kind, 0, 0.95).auc.estimate);
  CHECK(delong({{{}}, {}, {}}).reason == "no positive study: the AUC is not defined");

  const AucEstimates single = delong({{{0.1, 0.2, 0.3}}, {0, 0, 1}, {}});
  CHECK(single.auc(0) == 1.0);
  CHECK_FALSE(single.standard_error(0));
  CHECK(single.reason == "only one positive study: no standard error of the AUC");
  CHECK_FALSE(logit_interval(single, 0, 0.95).auc.low);

  const AucEstimates perfect = delong({{{0.1, 0.2, 0.3, 0.4}}, {0, 0, 1, 1}, {}});
  const AucInterval limits = wald_interval(perfect, 0, 0.95);
  CHECK(limits.auc.estimate == 1.0);
  CHECK_FALSE(limits.auc.low);
  CHECK_FALSE(limits.auc.high);
  CHECK(limits.reason == "the AUC has no variance: no limits by its standard error");

  const AucEstimates patient = obuchowski({{{0.1, 0.2, 0.3, 0.15}}, {0, 0, 1, 1}, {0, 1, 2, 2}});
  CHECK(patient.reason == "only one patient has a positive study: no standard error of the AUC");
}

TEST_CASE("a model is not tested against one that ranks alike") {
  if (!case_is_there("auc_delong_basic")) return;
  ModelScores scores = read_scores("auc_delong_basic", 1);
  scores.models.push_back(scores.models[0]);
  for (double& score : scores.models[1]) score = 3 * score - 1;
  const AucDifference found = compare_paired(delong(scores), {0, 1}, 0.95);
  CHECK(found.difference.estimate == 0.0);
  CHECK_FALSE(found.statistic);
  CHECK_FALSE(found.p);
  CHECK(found.reason == "the difference has no variance: no test and no limits");
}

TEST_CASE("limits are cut at 0 and 1") {
  const AucEstimates found = delong({{{0.1, 0.2, 0.4, 0.3, 0.5, 0.6}}, {0, 0, 0, 1, 1, 1}, {}});
  CHECK(wald_interval(found, 0, 0.99).auc.high == 1.0);
}

TEST_CASE("scores that are not finite and columns of other lengths are refused") {
  CHECK_THROWS_WITH(delong({{{0.1, std::numeric_limits<double>::quiet_NaN()}}, {0, 1}, {}}), "a score is not finite");
  CHECK_THROWS_AS(delong({{{0.1}}, {0, 1}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(delong({{{0.1, 0.2}}, {0, 2}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(obuchowski({{{0.1, 0.2}}, {0, 1}, {}}), std::invalid_argument);
}
