// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/given.hpp"
#include "deid/patient_id.hpp"
#include "lesion/resampling.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// As given: empty texts leave the choice to the preset or the default.
struct Options : lesion::ResamplingOptions {
  std::string boxes = "-";
  std::string boxes_format = "boxes";
  std::string truth;
  std::string truth_format = "boxes";
  std::string images;
  std::string readings;
  std::string not_judged;
  std::string names;
  std::string coco_image;
  std::string table_image;
  std::string classes;
  std::string no_finding;
  std::vector<std::string> renames;  // FROM=TO
  std::string preset;
  std::string iou;
  std::string iou_rule;
  std::string interpolation;
  std::string matching;
  std::string pixels;
  std::string most;
  std::string ties;
  std::string absent;
  std::string fp_rates = "0.125,0.25,0.5,1,2,4,8";
  std::vector<std::string> scores;
  std::string consensus;
  cli::Given<double> consensus_iou{0.5};
  std::string curves;
  std::string froc;
  std::string describe;
  std::string agreement;
  bool summary = false;
  deid::PatientIdRule normalize_id;
};

}  // namespace cxrval::eval_boxes
