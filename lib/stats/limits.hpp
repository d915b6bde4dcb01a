// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::stats {

// The two ends of an interval; where they are not defined, both are missing and the reason says why.
struct Limits {
  std::optional<double> low;
  std::optional<double> high;
  std::string reason;
};

Limits no_limits(std::string_view reason);

// What values are possible at all.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

// 0..1 for shares and F measures, -1..1 for Youden, MCC and kappa, 0 to infinity for likelihood and odds ratios.
Range range_of(Measure measure);

// On which scale a number is taken as normal: as it is, by its logarithm, by log(x / (1 - x)).
enum class Scale { plain, log, logit };

// Logarithm for likelihood ratios (Simel, Samsa and Matchar, J. Clin. Epidemiol. 44, 1991) and the diagnostic odds
// ratio, plain for all others.
Scale usual_scale(Measure measure);

// The logit for measures between 0 and 1, the usual scale for all others: limits that stay inside the range and follow
// the skewness of few units.
Scale scale_within_range(Measure measure);

// A number with its standard error, both on the plain scale.
struct Estimated {
  std::optional<double> value;
  std::optional<double> standard_error;
};

// The number and its standard error on the scale, by the delta method; nothing of what the scale has no place for (a
// logarithm of 0).
Estimated on_scale(const Estimated& plain, Scale scale);

struct LimitsRule {
  Scale scale = Scale::plain;
  double quantile = 0;  // how many standard errors to each side, such as z_of(level)
  Range range;
};

// Back from value +- quantile * standard error on the scale, cut at the range. No limits for an undefined number, where
// no variance was seen (which does not make the number certain), at the end of a scale, and where a limit is too large
// for a double.
Limits symmetric_limits(const Estimated& plain, const LimitsRule& rule);

// The same by Student's t of `level` with these degrees of freedom; the rule's quantile is not used. No limits below
// one degree.
Limits student_limits(const Estimated& plain, const LimitsRule& rule, double level, double degrees);

// Both ends cut at the range.
Limits cut(Limits limits, const Range& range);

}  // namespace cxrval::stats
