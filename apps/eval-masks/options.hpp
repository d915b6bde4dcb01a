// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/given.hpp"
#include "deid/patient_id.hpp"
#include "lesion/resampling.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_masks {

// As given; what is empty is filled in by read_conventions.
struct Options : lesion::ResamplingOptions {
  std::string masks = "-";
  std::string masks_format = "boxes";
  std::string truth;
  std::string truth_format = "boxes";
  std::string images;
  std::string not_judged = "exclude";
  std::string table_image = "id";
  std::string protocol;
  std::string only_images;
  std::string classes;
  std::string class_rule;
  std::string size;
  std::string resize;
  std::string box_pixels;
  std::string min_score;
  cli::Given<double> fraction{0.5};
  std::string both_empty;
  std::string empty_truth;
  std::string empty_prediction;
  std::string fold;
  std::vector<std::string> fold_masks;  // FOLD=PATH
  cli::Given<int> ddof{1};
  std::string per_image;
  bool summary = false;
  deid::PatientIdRule normalize_id;
};

}  // namespace cxrval::eval_masks
