// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"
#include "lesion/resampling.hpp"

#include <string>

namespace cxrval::eval_masks {

struct Options : lesion::ResamplingOptions {
  std::string masks;
  std::string masks_format = "boxes";
  std::string truth;
  std::string truth_format = "boxes";
  std::string images;
  std::string not_judged = "exclude";
  std::string table_image = "id";
  std::string classes;
  std::string class_rule = "union";
  std::string size;
  std::string resize = "none";
  std::string box_pixels = "centre";
  std::string min_score;
  double fraction = 0.5;
  std::string both_empty = "undefined";
  std::string empty_truth = "zero";
  std::string empty_prediction = "zero";
  std::string per_image;
  bool summary = false;
  deid::PatientIdRule normalize_id;
};

}  // namespace cxrval::eval_masks
