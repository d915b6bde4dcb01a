// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::eval_masks {

// Reads the images and both masks of each, compares them and writes what was asked for.
void eval_masks(const Options& options, cli::Run& run);

}  // namespace cxrval::eval_masks
