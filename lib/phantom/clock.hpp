// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <cstdint>

namespace cxrval::phantom {

// In seconds.
inline constexpr std::int64_t minute = 60, hour = 3600, day_length = 86400;

// Midnight before everything that happens in a hospital; days count from it.
inline base::CivilTime first_day() {
  return *base::make_time({2020, 11, 1}, 0, 0);
}

inline base::CivilTime to_minute(base::CivilTime time) {
  return base::truncate_to_minute(time);
}

inline base::CivilTime later(base::CivilTime time, double seconds) {
  return {time.seconds + static_cast<std::int64_t>(seconds), true};
}

}  // namespace cxrval::phantom
