// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "join.hpp"
#include "options.hpp"
#include "stats/metric.hpp"

#include <string>
#include <vector>

namespace cxrval::compare_labels {

// A label that both sides give: the whole report's (all) or a region's.
struct Group {
  std::string name;
  stats::Confusion counts;  // abnormal is positive, the reference is the truth
};

// Counts the reports of each group in which both sides answered.
std::vector<Group> count_groups(const std::vector<Pair>& pairs, const std::vector<std::string>& regions);

// agreement, positive_agreement, negative_agreement, sensitivity, specificity and kappa of a group, with intervals as
// the options say. Bootstrap: percentiles over resamples of reports, all measures over the same ones.
std::vector<stats::Metric> measure(const Group& group, const Options& options);

}  // namespace cxrval::compare_labels
