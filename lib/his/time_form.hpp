// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// Reads a time by the first of `forms` that fits it whole: yyyy, MM, dd, HH, mm, ss and characters that stand for
// themselves (`yyyyMMddHHmm`, `dd/MM/yyyy HH:mm`). A form without HH gives a day, which `date_only` turns into a time
// or refuses; a form without ss a time exact to the minute. Nothing for impossible dates and for texts that no form
// fits.
std::optional<base::CivilTime> parse_time(std::string_view text, const std::vector<std::string>& forms,
                                          base::DateOnly date_only);

// Why a form cannot be used, or empty.
std::string problem_of_form(std::string_view form);

}  // namespace cxrval::his
