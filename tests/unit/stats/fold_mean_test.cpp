// SPDX-License-Identifier: Apache-2.0
#include "stats/fold_mean.hpp"

#include "catch.hpp"

#include <cmath>
#include <optional>

using namespace cxrval::stats;

namespace {

bool near(const std::optional<double>& found, double expected) {
  return found && std::abs(*found - expected) < 1e-12;
}

}  // namespace

TEST_CASE("the mean over folds has the standard deviation of the ddof asked for, and is undefined where a fold is") {
  Metric one, other;
  one.estimate = 0.843;
  other.estimate = 0.881;
  const FoldMean sample = mean_over_folds({&one, &other}, 1);
  CHECK(near(sample.metric.estimate, 0.862));
  CHECK(near(sample.standard_deviation, 0.038 / std::sqrt(2.0)));
  CHECK(near(mean_over_folds({&one, &other}, 0).standard_deviation, 0.019));
  CHECK_FALSE(mean_over_folds({&one}, 1).standard_deviation);
  CHECK_FALSE(sample.metric.low);
  other.estimate.reset();
  CHECK_FALSE(mean_over_folds({&one, &other}, 1).metric.estimate);
  CHECK(mean_over_folds({&one, &other}, 1).metric.reason == "undefined in one of the folds");
}

TEST_CASE("averages over different classes have no mean over folds, those over the same name what they leave out") {
  Metric one, other;
  one.estimate = 0.8;
  other.estimate = 0.6;
  one.rule = other.rule = "estimate=point;left_out=c";
  const FoldMean alike = mean_over_folds({&one, &other}, 1);
  CHECK(near(alike.metric.estimate, 0.7));
  CHECK(alike.metric.rule == "estimate=mean_of_folds;ddof=1;left_out=c");
  other.rule = "estimate=point";
  const FoldMean mixed = mean_over_folds({&one, &other}, 1);
  CHECK_FALSE(mixed.metric.estimate);
  CHECK_FALSE(mixed.standard_deviation);
  CHECK(mixed.metric.reason == "folds have different classes");
  CHECK(mixed.metric.rule == "estimate=mean_of_folds;ddof=1");
  other.rule = "estimate=point;left_out=d";
  CHECK_FALSE(mean_over_folds({&one, &other}, 1).metric.estimate);
  one.rule = "estimate=mean;quantile=7";
  other.rule = "estimate=point";
  CHECK(near(mean_over_folds({&one, &other}, 1).metric.estimate, 0.7));
}

TEST_CASE("a sentence of a mean over folds says its standard deviation, and each row its group") {
  Metric one, other;
  one.measure = other.measure = "f1";
  one.estimate = 0.29;
  other.estimate = 0.31;
  FoldMean mean = mean_over_folds({&one, &other}, 1);
  mean.metric.group = group_text({"", "folds=mean", "all"});
  CHECK(sentence(mean) == "F1 0.300 (SD 0.014 over 2 folds) [folds=mean]");
  one.low = 0.28;
  one.high = 0.3;
  CHECK(sentence(FoldMean{one}) == "F1 0.290 (95% CI 0.280, 0.300)");
  CHECK(group_text({"all", ""}) == "all");
  CHECK(group_text({"sex=F", "fold=1", "class=covid"}) == "sex=F;fold=1;class=covid");
}
