// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/roster.hpp"
#include "options.hpp"
#include "part.hpp"
#include "reports.hpp"
#include "results.hpp"

#include <string_view>
#include <unordered_set>

namespace cxrval::match_tool {

// Each throws base::Error for what must not be paired as it is.

// Results of several pipelines, unless allowed.
void check_one_model(const Results& results, const Options& options);

// Ids of one table (and facility, where there are several) that --normalize-id makes equal although they differ.
void check_collisions(const Context& context, const match::Roster& roster);

// Whether patients are told apart by facility too: when there are several. Reports of several facilities and results
// that name none cannot be paired, nor the reverse, and a list of studies must name them too. `facility_given`: by
// --facility, for tables that have no column for it.
bool several_facilities(const Results& results, const Reports& reports, bool facility_given);

// The Study Instance UIDs that several patients have; `by_facility`: or one id in several facilities.
std::unordered_set<std::string_view> shared_study_uids(const Results& results, bool by_facility);

}  // namespace cxrval::match_tool
