// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/metric.hpp"

#include <span>
#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

// Metrics as a table for people: measure, estimate and interval with three digits, how the interval was made, and what
// is missing and why. The group stands in a line of its own where it changes.
std::vector<std::string> sheet(std::span<const stats::Metric> metrics);

}  // namespace cxrval::bootstrap_f1
