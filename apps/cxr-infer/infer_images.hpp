// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::cxr_infer {

// Runs the pipeline on every image of the inputs and writes the results table, and the boxes table when asked.
void infer_images(const Options& options, cli::Run& run);

}  // namespace cxrval::cxr_infer
