// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deid/patient_id.hpp"
#include "study/image.hpp"
#include "table/reader.hpp"

#include <vector>

namespace cxrval::match_tool {

// Reads a results table. Needed columns: patient_id, study_uid, study_time, abnormal_status; without a column status
// every row is ok. Rejected: an unknown status, a time or number that cannot be read, an ok image without an
// abnormal_status of 0 or 1, and a row that is not itself `rejected` but names no study. Excluded (no_study_uid):
// damaged images that name no study. Accounts for the rest of unit "images" once it is known how many studies they
// make.
std::vector<study::Image> read_results(table::Reader& table, deid::CollisionCheck& ids, cli::Run& run);

}  // namespace cxrval::match_tool
