// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/scored.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// What a logistic regression of the truth on logit(p) = log(p / (1 - p)) says of probabilities (Cox, Biometrika 45,
// 1958): logit P(positive) = intercept + slope * logit(p). Calibrated ones have slope 1 and intercept 0; a slope below
// 1 is too extreme. `in_the_large` is the intercept when the slope is held at 1: below 0 says that the probabilities
// are too high on the whole. All are maximum likelihood, in units of the logit.
struct Recalibration {
  std::optional<double> intercept;
  std::optional<double> slope;
  std::optional<double> in_the_large;
  std::string_view reason;               // why there is no slope
  std::string_view in_the_large_reason;  // why there is no calibration in the large
};

// `weights` says how often each study counts, in the order of `scored`; empty for once each. Nothing is clipped: a
// probability of 0 or 1 among the studies that count makes everything undefined, as does a single class. The slope and
// its intercept are undefined as well when the classes do not overlap (no study of the one class has a smaller and none
// a larger probability than all of the other's, ties at the border included): then the likelihood has no maximum.
Recalibration recalibrate(const Scored& scored, std::span<const std::uint32_t> weights = {});

}  // namespace cxrval::stats
