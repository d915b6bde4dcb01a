// SPDX-License-Identifier: Apache-2.0
#include "intake.hpp"

namespace cxrval::match_tool {

bool read_time(std::string_view cell, TimeOf what, bool day_only, std::optional<base::CivilTime>& time) {
  constexpr std::size_t day_length = 10;
  time.reset();
  if (cell.empty()) return true;
  if (!day_only || cell.size() != day_length) {
    time = base::parse_iso(cell);
    return time.has_value();
  }
  time = base::parse_iso(std::string(cell) + (what == TimeOf::session_end ? "T23:59" : "T00:00"));
  const bool is_day = time.has_value();
  if (what == TimeOf::event) time.reset();
  return is_day;
}

}  // namespace cxrval::match_tool
