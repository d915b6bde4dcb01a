// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "wanted.hpp"

#include <string>
#include <vector>

namespace cxrval::compare_models {

// One table from match for each model: patient_id, study_uid, label, abnormal_status (or with a threshold probability),
// and probability where roc_auc is wanted. By default, when neither roc_auc nor a threshold is asked for, a study that
// lacks a probability keeps its predictions and has no scores. Rows are the same study when patient_id, study_uid and,
// where all tables have it, facility_id are equal. Studies that a table lacks or has unlabelled are excluded; all rows
// of a study that comes twice in a table, or whose labels differ between tables, are rejected, and the study is
// excluded in the others. Accounts for a unit for each table, by its model's name.
Material join_tables(const std::vector<std::string>& paths, const Wanted& wanted, cli::Run& run);

// Two tables of different studies: each by itself, with its model's scores alone. Throws Error when both have a study
// or a patient, for they are not independent then.
std::vector<Material> read_unpaired(const std::vector<std::string>& paths, const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::compare_models
