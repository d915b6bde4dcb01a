// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "options.hpp"
#include "stats/confusion.hpp"
#include "stats/metric.hpp"

#include <string_view>

namespace cxrval::bootstrap_f1 {

// What the options ask for; the unit is decided when the pairs are read. Throws UsageError for options that contradict.
stats::Evaluation parse_wanted(const Options& options);

// --counts. Throws UsageError.
stats::Confusion parse_counts(std::string_view text);

}  // namespace cxrval::bootstrap_f1
