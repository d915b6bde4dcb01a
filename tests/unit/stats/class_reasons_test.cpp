// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "stats/class_evaluation.hpp"

#include <map>

using namespace cxrval::stats;

TEST_CASE("the reason says what makes a class's measure or an average undefined") {
  Evaluation wanted;
  wanted.score_measures = {parse_score_measure("roc_auc").value()};
  wanted.resamples = 10;
  wanted.measures = {Measure::sensitivity, Measure::specificity, Measure::ppv, Measure::npv, Measure::f1};
  const auto reasons = [&](const std::vector<std::uint8_t>& truth, const std::vector<std::uint8_t>& predicted) {
    std::map<std::string, std::string> found;
    const ClassSample sample{2, true, truth, predicted, {0.1, 0.2, 0.3, 0.4}, {0, 1}};
    for (const Metric& row : evaluate_classes(sample, {"a", "b"}, wanted))
      found[row.measure + ' ' + row.group] = row.reason;
    return found;
  };
  auto found = reasons({0, 1, 0, 1}, {1, 0, 1, 0});
  CHECK(found.at("sensitivity class=a") == "never true");
  CHECK(found.at("npv class=a") == "always predicted");
  CHECK(found.at("f1 class=a") == "all resamples give the same number");
  CHECK(found.at("specificity class=b") == "always true");
  CHECK(found.at("ppv class=b") == "never predicted");
  CHECK(found.at("roc_auc class=b") == "always true");
  CHECK(found.at("macro_specificity all") == "undefined for one of the classes");
  CHECK(found.at("micro_roc_auc all") == "");
  found = reasons({0, 0, 0, 0}, {0, 0, 0, 0});
  CHECK(found.at("ppv class=a") == "never predicted");
  CHECK(found.at("f1 class=a") == "never true");
  CHECK(found.at("macro_f1 all") == "no class is ever true");
  CHECK(found.at("weighted_f1 all") == "no class is ever true");
  CHECK(found.at("macro_roc_auc all") == "no class is ever true");
  CHECK(found.at("micro_roc_auc all") == "no class is ever true");
  found = reasons({1, 1, 1, 1}, {1, 1, 1, 1});
  CHECK(found.at("macro_roc_auc all") == "undefined for one of the classes");
  CHECK(found.at("micro_roc_auc all") == "all classes are always true");
}
