// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "stats/box_evaluation.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// Precision and recall at each different score, or behind each box where equal scores pass one by one, by class and
// IoU.
void write_curves(const std::string& path, const stats::BoxSample& sample, const std::vector<std::string>& classes,
                  cli::Run& run);

// False alarms per image and sensitivity at each different score at the first IoU, of all boxes together and by class.
void write_froc(const std::string& path, const stats::BoxSample& sample, const std::vector<std::string>& classes,
                cli::Run& run);

}  // namespace cxrval::eval_boxes
