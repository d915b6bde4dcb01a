// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "stats/tally.hpp"
#include "table/reader.hpp"

#include <map>
#include <string>

namespace cxrval::bootstrap_f1 {

// What the pairs of each model say, by their pipeline_hash (empty without that column).
using TallyByModel = std::map<std::string, stats::Tally>;

// Counts the labelled pairs of a table: label (normal, abnormal, unlabelled) against abnormal_status (0, 1). Unlabelled
// pairs are excluded; a study that comes a second time, and a pair without a patient id where patients are needed, are
// rejected. Accounts for them as unit "pairs".
TallyByModel tally_pairs(table::Reader& pairs, bool needs_patients, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
