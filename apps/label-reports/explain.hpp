// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/labeler.hpp"

#include <string>
#include <string_view>

namespace cxrval::label_reports {

struct ReportText {
  std::string_view title;  // which report it is
  std::string_view description;
  std::string_view conclusion;
};

// The report for people: its description with each region's match in brackets ([pleura: …]) and, in a normal report,
// its findings ([finding: …]); below it the label, regions without a match, near misses and warnings. Characters that
// would steer a terminal become U+FFFD.
std::string explained(const ReportText& report, const label::Verdict& verdict);

}  // namespace cxrval::label_reports
