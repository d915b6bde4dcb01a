// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct DistributionWords {
  std::string value;      // title of the x axis: "F1 score"
  std::string count;      // title of the y axis: "resamples"
  std::string estimate;   // "point estimate"
  std::string mean;       // "bootstrap mean"
  std::string low;        // "2.5th percentile" or "lower 95% limit"
  std::string high;       // "97.5th percentile"
  std::string undefined;  // "undefined, left out", with a count
  std::string no_data;    // "no resamples", when there is nothing to draw
};

// A bar: how many resamples lie from `low` on and below `high`. One without width stands where all are equal.
struct DistributionBin {
  double low = 0;
  double high = 0;
  std::uint64_t count = 0;
};

// As Figure 6 of the paper.
struct Distribution {
  Heading heading{};
  DistributionWords words{};
  std::vector<DistributionBin> bins{};  // ascending
  std::uint64_t undefined = 0;          // resamples that are in no bin
  std::optional<double> estimate{};
  std::optional<double> mean{};
  std::optional<double> low{};
  std::optional<double> high{};
  int digits = 3;  // of the labels
};

// Data columns: low, high, resamples.
Figure draw_distribution(const Distribution& distribution);

}  // namespace cxrval::report
