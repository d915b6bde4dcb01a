// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::match {

// How much earlier and later than its study a report may be, both inclusive.
struct Window {
  std::int64_t before_seconds = 24 * 3600;
  std::int64_t after_seconds = 24 * 3600;
};

// BEFORE:AFTER, each a whole number with the unit m or h, such as 24h:24h or 0h:90m; at most 8784h (a leap year).
// Nothing for any other text.
std::optional<Window> parse_window(std::string_view text);

}  // namespace cxrval::match
