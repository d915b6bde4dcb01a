// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "options.hpp"
#include "stats/printed_number.hpp"
#include "stats/printed_tables.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::check_printed {

// What --n, --positives, --printed and the rules ask for. Throws UsageError for options that contradict, and for texts
// that are no numbers as printed.
stats::PrintedStudy parse_study(const Options& options);

// "LEFT=RIGHT" in two, or "a,b,c" in its parts; `wanted` is what a UsageError says is needed.
std::vector<std::string_view> split(std::string_view text, char separator);
std::pair<std::string_view, std::string_view> split_equation(std::string_view text, const std::string& wanted);

}  // namespace cxrval::check_printed
