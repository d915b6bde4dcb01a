// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "rows.hpp"
#include "wanted.hpp"

#include <vector>

namespace cxrval::compare_models {

// McNemar's tests of each pair of models with predictions: of the accuracy (all studies), the sensitivity (positive
// ones) and the specificity (negative ones). When studies of one patient are drawn together, which the test does not
// know of, its rows say so and a row with patients' totals as units goes with them.
std::vector<Row> test_pairs(const Material& material, const Wanted& wanted);

}  // namespace cxrval::compare_models
