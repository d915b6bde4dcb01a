// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/printed_fit.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace cxrval::stats {

// What a paper says about one evaluation.
struct PrintedStudy {
  std::uint64_t n = 0;               // at most 1e9
  std::uint64_t positives_from = 0;  // abnormal studies; a range where the number is not known
  std::uint64_t positives_to = 0;    // at most n
  std::vector<PrintedMetric> metrics;
  PrintedRules rules;
};

struct FittingTable {
  Confusion counts;
  std::vector<FittedMetric> metrics;  // in the order of the study's
};

// Every table of n studies with such a number of positives that fits all metrics, in ascending order of positives, TP
// and FP, whatever the number of threads. A given TP leaves, by each measure that is a ratio of sums of cells, one
// range of FP (an inequality in whole numbers), and only tables in all these ranges are looked at. Where the estimate
// may be a bootstrap mean the range is of the cell widened by what the mean can differ at most: with M = a + b of a
// resample, E[1 / M] <= 3.17 / (a + b); statistics of weight 1 have the mean a / (a + b) and a variance of at most E[1
// / M] / 4; F1, concave in TP given M, has a mean below its value by at most E[1 / M] / 2 (Taylor), and a variance of
// at most 5 E[1 / M] / 4 (its slope is at most 2 / M). Throws base::Error when more than 2e7 tables (with bootstrap
// limits at most 2e8 / sqrt(n)) are to be looked at or more than 1e6 fit, and before any work when the given TP, times
// the measures, are more than 5e8. `progress` is told in order how many parts of all are done.
using SearchProgress = std::function<void(std::size_t done, std::size_t total)>;
std::vector<FittingTable> fitting_tables(const PrintedStudy& study, int threads, const SearchProgress& progress = {});

}  // namespace cxrval::stats
