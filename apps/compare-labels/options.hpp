// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::compare_labels {

struct Options {
  std::string labels = "-";
  std::string reference;
  std::vector<std::string> keys;
  std::string label_column = "label";
  std::string reference_column = "label";
  std::string disagreements;
  std::string interval = "asymptotic";
  std::uint64_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;
  bool summary = false;
};

}  // namespace cxrval::compare_labels
