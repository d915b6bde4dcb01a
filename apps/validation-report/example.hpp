// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace cxrval::validation_report {

// A pair in which AI and report differ. Ids are for looking up, never for the page.
struct Example {
  std::size_t line = 0;  // of the pairs table
  std::string label;
  std::optional<bool> is_abnormal;  // what the AI says, as the measures count it
  std::optional<double> probability;
  std::string lag_minutes;
  std::string flags;
  std::string label_warnings;
  std::string abnormal_regions;
  std::string patient_id;
  std::string facility_id;
  std::string study_uid;
  std::string report_key;
  std::string text;
};

}  // namespace cxrval::validation_report
