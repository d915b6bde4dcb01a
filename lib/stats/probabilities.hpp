// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace cxrval::stats {

// Reasons that several measures of probabilities give.
inline constexpr std::string_view no_study = "no study";
inline constexpr std::string_view no_probabilities = "a score is outside 0 to 1, so scores are no probabilities";
inline constexpr std::string_view one_class = "all studies are of one class";

// Whether every score is in 0..1.
inline bool are_probabilities(const Scored& scored) {
  return scored.size() == 0 || (scored.scores().front() >= 0 && scored.scores().back() <= 1);
}

// How often study i counts; once each without weights.
inline std::uint64_t weight_of(std::span<const std::uint32_t> weights, std::size_t i) {
  return weights.empty() ? 1 : weights[i];
}

}  // namespace cxrval::stats
