// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

struct Options {
  std::string pairs = "-";
  std::string counts;  // TP,FP,FN,TN instead of pairs
  std::string threshold;
  std::vector<std::string> measures;
  std::vector<std::string> intervals;
  std::uint64_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;
  int quantile_type = 7;
  std::string unit = "auto";
  std::string stratify = "none";
  std::string recipe = "none";
  bool exact = false;
  int threads = 1;

  deid::PatientIdRule normalize_id;
  std::vector<std::string> groups;
  std::vector<std::string> prevalences;
  bool allow_mixed_models = false;

  std::string unmatched_studies;
  std::string unmatched_reports;
  std::string indeterminate = "none";
  std::string verification = "none";
  std::string alternatives;

  bool summary = false;
  bool plot = false;
  std::string draws;
  std::string histogram;
  std::string curves;
  std::string thresholds;
  std::string calibration_bins;
  std::string subgroups;
};

}  // namespace cxrval::bootstrap_f1
