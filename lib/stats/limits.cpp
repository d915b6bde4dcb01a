// SPDX-License-Identifier: Apache-2.0
#include "stats/limits.hpp"

#include "stats/reference_law.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::stats {
namespace {

double back(double value, Scale scale) {
  switch (scale) {
    case Scale::log:
      return std::exp(value);
    case Scale::logit:
      return 1 / (1 + std::exp(-value));
    case Scale::plain:
      break;
  }
  return value;
}

}  // namespace

Limits no_limits(std::string_view reason) {
  return {std::nullopt, std::nullopt, std::string(reason)};
}

Range range_of(Measure measure) {
  switch (measure) {
    case Measure::youden:
    case Measure::mcc:
    case Measure::kappa:
      return {-1, 1};
    case Measure::lr_positive:
    case Measure::lr_negative:
    case Measure::diagnostic_odds_ratio:
      return {0, std::numeric_limits<double>::infinity()};
    default:
      return {0, 1};
  }
}

Scale usual_scale(Measure measure) {
  return std::isinf(range_of(measure).most) ? Scale::log : Scale::plain;
}

Scale scale_within_range(Measure measure) {
  const Range range = range_of(measure);
  return range.least == 0 && range.most == 1 ? Scale::logit : usual_scale(measure);
}

Estimated on_scale(const Estimated& plain, Scale scale) {
  if (!plain.value || !plain.standard_error) return {};
  const double value = *plain.value;
  const double error = *plain.standard_error;
  if (scale == Scale::log) {
    if (value <= 0) return {};
    return {std::log(value), error / value};
  }
  if (scale == Scale::logit) {
    if (value <= 0 || value >= 1) return {};
    return {std::log(value / (1 - value)), error / (value * (1 - value))};
  }
  return plain;
}

Limits symmetric_limits(const Estimated& plain, const LimitsRule& rule) {
  if (!plain.value) return no_limits("the number is undefined");
  if (!plain.standard_error) return no_limits("the standard error is undefined");
  if (*plain.standard_error <= 0) return no_limits("no variance was seen");
  const Estimated scaled = on_scale(plain, rule.scale);
  if (!scaled.value) return no_limits("the number is at the end of its scale");
  const double half = rule.quantile * *scaled.standard_error;
  const double low = back(*scaled.value - half, rule.scale);
  const double high = back(*scaled.value + half, rule.scale);
  if (!std::isfinite(low) || !std::isfinite(high)) {
    return no_limits("the limit is beyond all numbers; more units are needed");
  }
  return cut({low, high, {}}, rule.range);
}

Limits student_limits(const Estimated& plain, const LimitsRule& rule, double level, double degrees) {
  if (degrees < 1) return no_limits("too few units for a t interval");
  return symmetric_limits(plain, {rule.scale, student_t_of(level, degrees), rule.range});
}

Limits cut(Limits limits, const Range& range) {
  if (limits.low) limits.low = std::clamp(*limits.low, range.least, range.most);
  if (limits.high) limits.high = std::clamp(*limits.high, range.least, range.most);
  return limits;
}

}  // namespace cxrval::stats
