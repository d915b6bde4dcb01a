// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "wanted.hpp"

#include <string>

namespace cxrval::compare_models {

// Models and readers that stand side by side in columns of one table; a row is a study. label is needed when there are
// models. patient_id, study_uid and facility_id are used where they are there; all rows of a study that comes twice are
// rejected. A study that a model left empty is excluded; a reader may leave one out. Accounts for unit "studies".
Material read_one_table(const std::string& path, const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::compare_models
