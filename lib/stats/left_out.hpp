// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/metric.hpp"

#include <optional>
#include <string>

namespace cxrval::stats {

// The share of a row's resamples that its limits leave out, because the measure is undefined there; 0 without
// resamples.
double share_left_out(const Metric& metric);

// "macro_f1 is undefined in 213 of 500 resamples" where that is more than a twentieth, so that limits say less than
// their level; else nothing. Rows without an estimate have nothing either: their reason says why.
std::optional<std::string> much_left_out(const Metric& metric);

}  // namespace cxrval::stats
