// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::match_tool {

struct Options {
  std::string reports = "-";
  std::string results;
  std::string unmatched_studies;
  std::string unmatched_reports;
  std::string window = "24h:24h";
  std::string study_rule = "max";
  double threshold = 0.5;
  std::string normalize_id = "trim";
  std::string precision = "minute";
  bool allow_mixed_models = false;
};

}  // namespace cxrval::match_tool
