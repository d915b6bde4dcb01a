// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

struct Options {
  std::string pairs = "-";
  std::string counts;  // TP,FP,FN,TN instead of pairs
  std::string unmatched_studies;
  std::string unmatched_reports;
  std::string indeterminate = "none";
  std::string alternatives;
  std::vector<std::string> measures{"f1", "sensitivity", "specificity", "ppv", "npv", "accuracy", "prevalence"};
  std::uint64_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;
  std::string unit = "auto";
  std::string recipe = "none";
  bool exact = false;
  bool summary = false;
  bool allow_mixed_models = false;
};

}  // namespace cxrval::bootstrap_f1
