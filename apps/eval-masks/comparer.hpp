// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "load.hpp"
#include "sample.hpp"

namespace cxrval::eval_masks {

// Compares image by image, and counts what becomes of each and of its masks.
void compare_all(const Comparison& comparison, int threads, Sampled& sampled, cli::Run& run);

}  // namespace cxrval::eval_masks
