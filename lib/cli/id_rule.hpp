// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deid/patient_id.hpp"

#include <string>

namespace cxrval::cli {

// What --normalize-id says. Throws UsageError for a list that is none.
deid::PatientIdRule parse_id_rule(const std::string& list);

// Reads the file of map:FILE, if the rule has one, as an input of the run: a table with the columns from and to, both
// brought into normal form by the other rules. Throws Error where a record cannot be read, a cell is empty, or an id is
// mapped to two. The run record gets the rule and a hash of what the map says.
void read_id_map(deid::PatientIdRule& rule, Run& run);

}  // namespace cxrval::cli
