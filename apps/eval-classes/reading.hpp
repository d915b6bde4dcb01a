// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "options.hpp"
#include "wanted.hpp"

namespace cxrval::eval_classes {

// Reads the rows and accounts for each (unit images or studies): excluded no_truth, left_out (by the protocol),
// no_fold, and no_prediction or no_score where there is neither; rejected what cannot be read and rows that stand twice
// (in one fold).
Material read_material(const Options& options, const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::eval_classes
