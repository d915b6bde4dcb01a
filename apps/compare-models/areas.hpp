// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "rows.hpp"
#include "wanted.hpp"

#include <vector>

namespace cxrval::compare_models {

// The area under each model's ROC curve and the differences of each pair, over the same studies (DeLong; Obuchowski
// when patients are the unit).
std::vector<Row> measure_areas(const Material& material, const Wanted& wanted);

// The same of two models over different studies.
std::vector<Row> measure_unpaired_areas(const std::vector<Material>& materials, const Wanted& wanted);

}  // namespace cxrval::compare_models
