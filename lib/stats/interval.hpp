// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace cxrval::stats {

// A number with limits.
struct Interval {
  std::optional<double> estimate;
  std::optional<double> low;
  std::optional<double> high;
};

}  // namespace cxrval::stats
