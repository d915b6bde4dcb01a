// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

struct PlotMarks {
  std::optional<double> estimate;
  std::optional<double> low;
  std::optional<double> high;
};

// A histogram of values as lines of text: the middle of each of 21 bins of equal width, a bar of up to 50 stars, and
// which of the marks lie in the bin. Nothing for no values; a single line where all are equal.
std::vector<std::string> plot(std::span<const double> values, const PlotMarks& marks);

}  // namespace cxrval::bootstrap_f1
