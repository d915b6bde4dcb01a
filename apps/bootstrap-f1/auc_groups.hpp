// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cohort.hpp"
#include "stats/subgroup.hpp"

#include <cstddef>

namespace cxrval::bootstrap_f1 {

// stats::interaction() for the AUC: by DeLong's standard errors (of patients Obuchowski's) and the chi-square of k
// independent numbers, sum (AUC - their weighted mean)^2 / SE^2. Not where a patient has studies in several groups.
stats::Interaction auc_interaction(const Cohort& cohort, std::size_t column, bool by_patient);

}  // namespace cxrval::bootstrap_f1
