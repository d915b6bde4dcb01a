// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"
#include "stats/limits.hpp"
#include "stats/linearised.hpp"

#include <optional>
#include <span>

namespace cxrval::stats {

// Measures as they would be among studies of which a given share, the prevalence, is positive, with the sensitivity and
// specificity of the counts: Bayes' rule. Prevalence is inside 0..1, else std::invalid_argument.

// Shares of all studies; nothing without a positive or without a negative study.
std::optional<RealCells> cells_at(const Confusion& counts, double prevalence);

// Nothing where those cells are missing or the measure of them is undefined.
std::optional<double> value_at(Measure measure, const Confusion& counts, double prevalence);

// With the linearised standard error of sensitivity and specificity; the prevalence is taken as known.
Estimated linearised_at(Measure measure, std::span<const Cluster> units, double prevalence, const Design& design = {});

struct AdjustedInterval {
  double prevalence = 0.5;
  double level = 0.95;
  Design design;
  bool student = false;  // t with as many degrees of freedom as units less strata, rather than z: for few patients,
                         // then best with the design's small_sample
};

// On the logit scale for measures between 0 and 1, which for PPV and NPV of single studies is Mercaldo, Lau and Zhou's
// interval ("Confidence intervals for predictive values with an emphasis to case-control studies", Stat. Med. 26,
// 2007); else on the usual scale. No limits, and why, where sensitivity or specificity is undefined or without
// variance.
Limits limits_at(Measure measure, std::span<const Cluster> units, const AdjustedInterval& wanted);

}  // namespace cxrval::stats
