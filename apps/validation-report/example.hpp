// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/colour_picture.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::validation_report {

struct MarkedBox {
  std::string name;
  image::Outline outline;  // in pixels of the image
};

struct Radiograph {
  std::string path;  // empty: no image
  std::string sop_uid;
  std::string time;  // of the rule latest, as match compares it
  double probability = -1;
  std::vector<MarkedBox> boxes;
};

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
  Radiograph image;
};

}  // namespace cxrval::validation_report
