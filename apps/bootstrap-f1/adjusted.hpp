// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "options.hpp"
#include "sensitivity.hpp"
#include "stats/evaluation.hpp"

#include <vector>

namespace cxrval::bootstrap_f1 {

// The measures at other prevalences, and corrected for verification bias: what was asked for.
std::vector<Block> adjusted(const Material& material, const Options& options, const stats::Evaluation& wanted,
                            const std::vector<double>& prevalences);

}  // namespace cxrval::bootstrap_f1
