// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/scored.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// Net benefit at a threshold probability t (Vickers and Elkin, Med. Decis. Making 26, 2006), per study: true positives
// less false positives at the exchange rate t / (1 - t) that the threshold stands for. Treating no one has 0.
struct NetBenefit {
  std::optional<double> estimate;  // TP / n - FP / n * t / (1 - t)
  // Divided by the prevalence, so that 1 is the most that can be had (Kerr et al., J. Clin. Oncol. 34, 2016). Nothing
  // without positives.
  std::optional<double> standardised;
  std::string_view reason;  // why something is not there
};

// Throws std::invalid_argument for a t outside 0 <= t < 1.
NetBenefit net_benefit(const Confusion& counts, double threshold);

// A study is treated when its score is t or more. `weights` says how often each study counts, in the order of `scored`;
// empty for once each. Nothing for scores that are no probabilities.
NetBenefit net_benefit(const Scored& scored, std::span<const std::uint32_t> weights, double threshold);

}  // namespace cxrval::stats
