// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/given.hpp"
#include "deid/patient_id.hpp"
#include "lesion/resampling.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_classes {

struct Options : lesion::ResamplingOptions {
  std::string table = "-";
  std::string truth_table;
  cli::Given<std::string> key{"sop_uid"};
  cli::Given<std::string> truth{"truth"};
  std::string prediction;
  std::vector<std::string> scores;  // CLASS=COLUMN
  std::string score_prefix;
  std::string protocol;
  std::string classes;  // with commas
  bool multi_label = false;
  cli::Given<std::string> truth_prefix{"truth_"};
  std::string prediction_prefix;
  std::string threshold;
  cli::Given<std::string> ties{"first"};
  std::string fold;
  cli::Given<int> ddof{1};
  std::vector<std::string> groups;
  std::vector<std::string> measures;
  std::vector<std::string> specificities;
  std::string confusion;
  bool summary = false;
  deid::PatientIdRule normalize_id;
};

}  // namespace cxrval::eval_classes
