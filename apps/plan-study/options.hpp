// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::plan_study {

// What is text may be left out.
struct Options {
  std::vector<std::string> measures;
  std::string sensitivity;
  std::string specificity;
  std::string prevalence;
  std::string counts;
  std::string auc;  // A, or A,B to compare
  double correlation = 0;
  std::string discordant;
  std::vector<std::string> half_widths;
  std::vector<std::string> goals;
  double level = 0.95;
  double alpha = 0.05;
  double power = 0.8;
  std::string interval = "wilson";
  std::string design_effect;
  std::string studies_per_patient;
  std::string icc;
  std::string loss;
  bool summary = false;
};

}  // namespace cxrval::plan_study
