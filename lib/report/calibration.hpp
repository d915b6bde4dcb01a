// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct CalibrationWords {
  std::string x;         // "Mean predicted probability"
  std::string y;         // "Observed share abnormal"
  std::string count;     // title of the small histogram: "Studies"
  std::string ideal;     // legend: "perfect calibration"
  std::string observed;  // legend: "bin, with 95% limits"
  std::string no_data;   // when no bin has anything
};

struct CalibrationPoint {
  double low = 0;  // edges of the bin
  double high = 0;
  std::uint64_t n = 0;
  std::optional<double> mean_probability{};
  Estimate observed{};
};

struct Calibration {
  Heading heading{};
  CalibrationWords words{};
  std::vector<CalibrationPoint> bins{};
  std::vector<std::string> notes{};  // lines beside it: "slope 1.02 (0.97 to 1.07)"
};

// Data columns: low, high, n, mean_probability, observed, observed_low, observed_high.
Figure draw_calibration(const Calibration& calibration);

}  // namespace cxrval::report
