// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "readings.hpp"

#include <string>
#include <vector>

namespace cxrval::compare_labels {

// A report with a label of each side.
struct Pair {
  std::vector<Answer> label;       // of the labels' row: the label, then each region
  std::vector<Answer> reference;   // of the sample's row
  std::vector<std::string> cells;  // the labels' whole row
};

struct Side {
  table::Reader& table;
  Columns columns;
};

// Pairs the rows whose keys are equal, in the order of the labels' table. A key that stands in two rows of a table is
// ambiguous: all of its rows there are rejected. Excluded of the reports: not_in_sample, partner_rejected, unlabelled,
// partner_unlabelled (the label alone decides; regions may be missing); of the sample: not_in_labels and the other
// three. Memory grows with the sample, not with the labels.
std::vector<Pair> join(const Side& labels, const Side& reference, cli::Run& run);

}  // namespace cxrval::compare_labels
