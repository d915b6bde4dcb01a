// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "resampling.hpp"
#include "rows.hpp"
#include "wanted.hpp"

#include <vector>

namespace cxrval::compare_models {

// The measures of each model with predictions, then the differences of each pair, all over the same resamples.
std::vector<Row> measure_predictions(const Material& material, const Patterns& patterns, const Wanted& wanted);

}  // namespace cxrval::compare_models
