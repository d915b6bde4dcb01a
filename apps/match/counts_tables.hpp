// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"
#include "tallies.hpp"

namespace cxrval::match_tool {

// --flow: the numbers of a STARD diagram (STARD 2015, item 19), one a row. Its images and reports are the accounts of
// the run's ledger.
table::Writer& open_flow(const std::string& path, cli::Run& run);
void write_flow(table::Writer& table, const Options& options, const Tallies& tallies, cli::Run& run);

// --daily: studies by the day of the study, reports by the day of the report.
table::Writer& open_daily(const std::string& path, cli::Run& run);
void write_daily(table::Writer& table, const Tallies& tallies);

// What a user should know of the pairs, on standard error.
void note_pairs(const Options& options, const Tallies& tallies, cli::Run& run);

}  // namespace cxrval::match_tool
