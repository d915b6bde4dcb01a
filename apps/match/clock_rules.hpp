// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match_tool {

// What is done to the time of a study before it is compared: nothing unless it was asked for.
struct ClockRules {
  std::int64_t skew_seconds = 0;  // of every device that has none of its own
  std::map<std::string, std::int64_t, std::less<>> skew_of;
  std::optional<std::int64_t> utc_offset_seconds;  // of the facility

  bool change_times() const { return skew_seconds != 0 || !skew_of.empty() || utc_offset_seconds.has_value(); }

  // The study's time on the facility's clock. `offset_seconds` is that of the image's own clock to UTC where known.
  base::CivilTime facility_time(base::CivilTime time, std::string_view device,
                                std::optional<std::int64_t> offset_seconds) const;
};

// +HH:MM, -HH:MM, and without the colon as DICOM's Timezone Offset From UTC (0008,0201) has it; from -12:00 to +14:00.
std::optional<std::int64_t> parse_utc_offset(std::string_view text);

// MINUTES or DEVICE=MINUTES, each whole minutes to add to the time of a study. Throws UsageError.
void parse_skew(const std::vector<std::string>& texts, ClockRules& rules);

}  // namespace cxrval::match_tool
