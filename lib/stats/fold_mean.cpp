// SPDX-License-Identifier: Apache-2.0
#include "stats/fold_mean.hpp"

#include "stats/class_sample.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::stats {
namespace {

bool of_the_same_classes(const std::vector<const Metric*>& folds) {
  const std::string_view first = classes_left_out(folds.front()->rule);
  return std::all_of(folds.begin(), folds.end(),
                     [&](const Metric* fold) { return classes_left_out(fold->rule) == first; });
}

}  // namespace

FoldMean mean_over_folds(const std::vector<const Metric*>& folds, unsigned ddof) {
  FoldMean found{*folds.front()};
  Metric& row = found.metric;
  row.low = row.high = row.standard_error = row.bootstrap_mean = row.bootstrap_median = std::nullopt;
  row.resamples = row.seed = std::nullopt;
  row.counts.reset();
  row.undefined = 0;
  row.n = folds.size();
  row.unit = "fold";
  row.method = "mean_of_folds";
  row.rule = "estimate=mean_of_folds;ddof=" + std::to_string(ddof);
  const bool same_classes = of_the_same_classes(folds);
  if (same_classes) row.rule += classes_left_out(folds.front()->rule);
  row.reason = "folds are not independent";
  row.estimate.reset();
  double sum = 0;
  for (const Metric* fold : folds) {
    if (!fold->estimate) {
      row.reason = "undefined in one of the folds";
      return found;
    }
    sum += *fold->estimate;
  }
  if (!same_classes) {
    row.reason = different_classes;
    return found;
  }
  const auto count = static_cast<double>(folds.size());
  row.estimate = sum / count;
  if (folds.size() <= ddof) return found;
  double squares = 0;
  for (const Metric* fold : folds) squares += (*fold->estimate - *row.estimate) * (*fold->estimate - *row.estimate);
  found.standard_deviation = std::sqrt(squares / (count - ddof));
  return found;
}

std::string group_text(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty() && part != "all") text += (text.empty() ? "" : ";") + part;
  }
  return text.empty() ? "all" : text;
}

std::string sentence(const FoldMean& row) {
  const Metric& metric = row.metric;
  std::string text = sentence(metric);
  if (row.standard_deviation) {
    text = subject(metric) + ' ' + three_digits(metric.estimate) + " (SD " + three_digits(row.standard_deviation) +
           " over " + std::to_string(metric.n) + " folds)";
  }
  return text + (metric.group == "all" ? "" : " [" + metric.group + ']');
}

}  // namespace cxrval::stats
