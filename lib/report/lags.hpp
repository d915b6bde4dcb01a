// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct LagWords {
  std::string x;        // "Report time minus study time (hours)"
  std::string count;    // "Pairs"
  std::string per;      // "per", as in "Pairs per 15 min"
  std::string minutes;  // "min"
  std::string below;    // label of what lies below the first edge: "earlier"
  std::string above;    // "later"
  std::string no_data;  // "no pairs"
};

// from <= lag < to, in minutes; nothing at an open end.
struct LagRow {
  std::optional<std::int64_t> from_minutes{};
  std::optional<std::int64_t> to_minutes{};
  std::uint64_t count = 0;
};

struct LagMark {
  std::int64_t minutes = 0;
  std::string label{};  // "window ends"
};

struct Lags {
  Heading heading{};
  LagWords words{};
  std::vector<LagRow> rows{};    // ascending
  std::vector<LagMark> marks{};  // ends of the window of pairing, median
};

// Only the hours that have pairs or marks are drawn, a bar for each row, so that every number is one of the table. Rows
// with an open end are named with their counts. Data columns: from_minutes, to_minutes, count. Throws
// std::invalid_argument for a row that does not end after its beginning.
Figure draw_lags(const Lags& lags);

}  // namespace cxrval::report
