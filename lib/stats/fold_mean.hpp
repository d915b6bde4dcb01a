// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/metric.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// A row of a metrics table, or the mean over folds of such rows.
struct FoldMean {
  Metric metric;
  std::optional<double> standard_deviation{};  // over folds; nothing without two folds (ddof 1)
};

// Why there is no mean of macro averages that are over other classes in each fold.
inline constexpr std::string_view different_classes = "folds have different classes";

// The mean over folds of rows that evaluate the same in each: estimates alone, never what they are made of put
// together. Standard deviation over the folds with `ddof` (0 or 1) taken from their number. Undefined where one fold
// is, and where macro averages leave out other classes in one fold than in another; the rule names those that all of
// them leave out. No interval: folds share what their models were trained on, or what they are tested on, so they are
// not independent.
FoldMean mean_over_folds(const std::vector<const Metric*>& folds, unsigned ddof);

// The column group, such as "sex=F;fold=1;class=covid": the parts that are neither empty nor "all"; "all" without any.
std::string group_text(std::initializer_list<std::string> parts);

// "macro F1 0.862 (SD 0.027 over 2 folds) [folds=mean]"; of other rows the metric's sentence and its group.
std::string sentence(const FoldMean& row);

}  // namespace cxrval::stats
