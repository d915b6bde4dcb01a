// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "options.hpp"
#include "stats/binomial.hpp"

#include <optional>
#include <vector>

namespace cxrval::split_folds {

// What the options ask for, in shares of all patients' rows.
struct Plan {
  std::optional<stats::Fraction> test;  // of a test set that all folds share
  std::vector<stats::Fraction> parts;   // of the rest: fold 1, 2, ..., and behind them, if not all, what is in no fold
  std::size_t folds = 0;
};

// Throws UsageError for options that do not fit together.
Plan plan_of(const Options& options);

}  // namespace cxrval::split_folds
