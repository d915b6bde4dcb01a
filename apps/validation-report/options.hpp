// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <string>
#include <vector>

namespace cxrval::validation_report {

struct Options {
  std::string from;  // a folder that holds the tables by their usual names
  std::string runs;
  std::string metrics;
  std::string histogram;
  std::string curves;
  std::string thresholds;
  std::string calibration_bins;
  std::string subgroups;
  std::string flow;
  std::string daily;
  std::string lags;
  std::string lesion_ap;
  std::string pairs;
  std::string results;
  std::string boxes;
  std::string images;
  deid::PatientIdRule normalize_id;
  std::string report_texts;
  int examples = 5;
  std::string figures;
  std::string language = "en";
  std::string title;
};

}  // namespace cxrval::validation_report
