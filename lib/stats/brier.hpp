// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/scored.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// How far probabilities are from what came true. Every number is nothing, with a reason, where it is not defined.
struct Brier {
  std::optional<double> score;  // mean (p - y)^2 (Brier, Mon. Weather Rev. 78, 1950), 0 is best
  // 1 - score / (prevalence (1 - prevalence)): 1 is perfect, 0 as good as always saying the prevalence. Nothing for
  // one class only.
  std::optional<double> scaled;
  // Spiegelhalter's test of calibration (Stat. Med. 5, 1986): sum (y - p)(1 - 2p) / sqrt(sum (1 - 2p)^2 p (1 - p)) is
  // standard normal when each study's chance is its p and studies are independent; `p` is two-sided. Nothing when every
  // p is 0, 1/2 or 1: then nothing varies.
  std::optional<double> z;
  std::optional<double> p;
  std::string_view reason;         // why there is no score: no study, or scores that are no probabilities
  std::string_view scaled_reason;  // why it is not scaled
  std::string_view z_reason;       // why there is no z
};

// `weights` says how often each study counts, in the order of `scored`; empty for once each. Scores are probabilities
// of the positive class.
Brier brier(const Scored& scored, std::span<const std::uint32_t> weights = {});

}  // namespace cxrval::stats
