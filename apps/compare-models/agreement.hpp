// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "resampling.hpp"
#include "rows.hpp"
#include "wanted.hpp"

#include <vector>

namespace cxrval::compare_models {

// How far models agree with each other, and readers do: each pair's agreement and kappas, and Fleiss' kappa of all when
// they are more than two. Large-sample intervals of studies; of patients over the resamples, for which kappa's errors
// are not known in a closed form, and Fleiss' with patients' totals as units.
std::vector<Row> measure_agreement(const Material& material, const Patterns& patterns, const Wanted& wanted);

}  // namespace cxrval::compare_models
