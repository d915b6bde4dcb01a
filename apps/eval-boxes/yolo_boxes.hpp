// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "intake.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// One name a line, in the order of their numbers from 0. Throws base::Error for an empty line and for no name.
std::vector<std::string> read_names(const std::string& path, cli::Run& run);

// A folder with a file ID.txt for each image that has boxes; files of other names are counted in the unit files. Images
// need their size.
void read_yolo(const std::string& folder, const std::vector<std::string>& names, Intake& intake, cli::Run& run);

}  // namespace cxrval::eval_boxes
