// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "options.hpp"
#include "wanted.hpp"

namespace cxrval::eval_classes {

// Reads the studies and accounts for each row (unit studies): excluded no_truth, left_out (by the protocol),
// no_prediction, no_score, no_fold; rejected what cannot be read and studies that stand twice (in one fold).
Material read_material(const Options& options, const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::eval_classes
