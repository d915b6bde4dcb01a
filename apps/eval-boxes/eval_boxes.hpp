// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::eval_boxes {

// Reads the images, the truth and the boxes, matches them and writes what is asked for.
void eval_boxes(const Options& options, cli::Run& run);

}  // namespace cxrval::eval_boxes
