// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct DaysWords {
  std::string count;    // "per day"
  std::string most;     // of a series, in the description: "most on one day"
  std::string gap;      // legend of the hatched days: "day without any record"
  std::string no_data;  // "no days"
};

// Counts in the order of Days::days; nothing where a number is missing.
struct DaySeries {
  std::string name;    // for readers
  std::string column;  // of the data, the same in all languages: "studies"
  std::vector<std::optional<std::uint64_t>> counts{};
};

struct Days {
  Heading heading{};
  DaysWords words{};
  std::vector<std::string> days{};  // YYYY-MM-DD, ascending; days that are left out are gaps
  std::vector<DaySeries> series{};
};

// A panel for each series above a common axis of days. Days that are left out or have no record in any series are
// hatched. Data columns: day, then the series' columns. Throws std::invalid_argument for a day that is none, for days
// that do not ascend, and for series of another length than the days.
Figure draw_days(const Days& days);

}  // namespace cxrval::report
