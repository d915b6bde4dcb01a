// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"
#include "stats/linearised.hpp"

#include <optional>
#include <span>

namespace cxrval::stats {

// The acceleration of BCa intervals (Efron, J. Am. Stat. Assoc. 82, 1987), a sixth of the skewness of the influence:
// sum d^3 / (6 (sum d^2)^1.5), where d is the mean of the leave-one-out values less the value without a unit (Efron and
// Tibshirani, An Introduction to the Bootstrap, 1993, eq. 14.15), as SciPy has it. `counts[k]` units share the value
// `leave_one_out[k]`. Nothing when all are equal, where it would be 0 / 0.
std::optional<double> acceleration(std::span<const double> leave_one_out, std::span<const double> counts);

// The same of a measure, one evaluation for each kind of unit. With fixed numbers of positive and negative units d is
// taken about its stratum's mean and times (M - 1) / M of the stratum (Efron and Tibshirani, eq. 15.36; Davison and
// Hinkley, Bootstrap Methods and Their Application, 1997, p. 210). Nothing also where the measure without some unit is
// undefined. Design's small_sample is not used.
std::optional<double> jackknife_acceleration(Measure measure, std::span<const Cluster> units,
                                             const Design& design = {});

}  // namespace cxrval::stats
