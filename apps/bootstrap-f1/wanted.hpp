// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "options.hpp"
#include "stats/confusion.hpp"
#include "stats/evaluation.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace cxrval::bootstrap_f1 {

// What a table of pairs has, beside labels.
struct Columns {
  bool predictions = true;  // abnormal_status, or --threshold
  bool scores = false;      // probability
};

// What the options ask for, but for the measures and the unit, which are decided when the columns are known and the
// pairs are read. Throws UsageError for options that contradict.
stats::Evaluation parse_wanted(const Options& options);

// Puts the measures into `wanted`. Throws UsageError for names that are none, base::Error for those that need a column
// which is not there.
void choose_measures(const Options& options, const Columns& columns, stats::Evaluation& wanted);

// Whether a measure depends on the share of abnormal studies when sensitivity and specificity do not.
bool moves_with_prevalence(stats::Measure measure);

// --counts. Throws UsageError.
stats::Confusion parse_counts(std::string_view text);
// --threshold and --prevalence. Throw UsageError.
std::optional<double> parse_threshold(const Options& options);
std::vector<double> parse_prevalences(const Options& options);

}  // namespace cxrval::bootstrap_f1
