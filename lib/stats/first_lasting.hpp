// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace cxrval::stats {

// The smallest number from 1 on for which `holds` is true together with the next 20 (of large numbers, up to 200): for
// a condition that is true of all large numbers and false of all small ones, but goes back and forth between. `guess`
// is where to look first. Nothing when no number up to `most` holds.
template <class Holds>
std::optional<std::uint64_t> first_lasting(Holds holds, std::uint64_t guess, std::uint64_t most) {
  std::uint64_t high = std::clamp<std::uint64_t>(guess, 1, most);
  while (!holds(high)) {
    if (high == most) return std::nullopt;
    high = std::min(most, 2 * high);
  }
  std::uint64_t low = 0;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (holds(middle) ? high : low) = middle;
  }
  std::uint64_t first = high;
  for (std::uint64_t next = first + 1; next <= first + std::clamp<std::uint64_t>(first / 200, 20, 200); ++next) {
    if (!holds(next)) first = next + 1;
  }
  if (first > most) return std::nullopt;
  return first;
}

}  // namespace cxrval::stats
