// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "clock_pool.hpp"
#include "options.hpp"
#include "part.hpp"

#include <string_view>
#include <vector>

namespace cxrval::match_tool {

// Counts the lags of a part: those of its pairs, and of all studies to all reports of their patients.
void count_lags(const Context& context, const Part& part, LagTally& tally);

// --lags: how many pairs, and how many candidates before the window cuts them, have which lag.
table::Writer& open_lags(const std::string& path, cli::Run& run);
void write_lags(table::Writer& table, const LagTally& tally, const match::ClockSummary& summary);

// --clocks: what the lags say of each device, by docs/formats.md.
table::Writer& open_clocks(const std::string& path, cli::Run& run);
void write_clocks(table::Writer& table, const std::vector<std::string_view>& devices,
                  const match::ClockSummary& summary);

// Warns of clocks that seem to be of another zone.
void warn_of_peaks(const std::vector<std::string_view>& devices, const match::ClockSummary& summary, cli::Run& run);

}  // namespace cxrval::match_tool
