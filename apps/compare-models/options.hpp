// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::compare_models {

struct Options {
  std::vector<std::string> tables;
  std::vector<std::string> names;
  std::vector<std::string> models;   // NAME=COLUMN
  std::vector<std::string> scores;   // NAME=COLUMN
  std::vector<std::string> ratings;  // NAME=COLUMN
  std::string order;                 // classes of ratings, with commas
  std::string threshold;             // a number, or nothing
  std::vector<std::string> measures;
  std::vector<std::string> mcnemar;  // exact where none is given
  std::string unit = "auto";
  bool unpaired = false;
  bool summary = false;
  std::uint64_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;
  int threads = 1;
  deid::PatientIdRule normalize_id;
};

}  // namespace cxrval::compare_models
