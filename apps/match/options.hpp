// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <string>
#include <vector>

namespace cxrval::match_tool {

struct Options {
  std::string reports = "-";
  std::string results;
  std::string studies;
  std::string unmatched_studies;
  std::string unmatched_reports;
  std::string alternatives;
  std::string flow;
  std::string daily;
  std::string lags;
  std::string clocks;
  std::string window = "24h:24h";
  std::string precision = "minute";
  std::string open_sessions = "accept";
  std::string day_only = "reject";
  std::string closing_minute = "inclusive";
  std::string pairing = "one-to-one";
  int near_best = 60;
  std::string study_rule = "max";
  double threshold = 0.5;
  deid::PatientIdRule normalize_id;
  std::string facility;
  std::vector<std::string> device;
  std::vector<std::string> skew;
  std::string utc_offset;
  bool allow_mixed_models = false;
  int threads = 1;
};

}  // namespace cxrval::match_tool
