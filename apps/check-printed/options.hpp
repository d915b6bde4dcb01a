// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::check_printed {

struct Options {
  std::string n;
  std::string positives;
  std::vector<std::string> printed;
  std::string estimate = "either";
  std::string interval = "bootstrap";
  double level = 0.95;
  std::uint64_t resamples = 10'000;
  double noise = 3;
  std::vector<std::string> percents;
  std::vector<std::string> shares;
  std::vector<std::string> sums;
  std::vector<std::string> same;
  std::vector<std::string> means;
  std::vector<std::string> harmonic_means;
  std::string slips;
  std::string paper;
  std::vector<std::string> tables;
  bool markdown = false;
  bool summary = false;
  int threads = 1;
};

}  // namespace cxrval::check_printed
