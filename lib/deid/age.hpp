// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::deid {

// "<1y", "1-9y", "10-19y" … "80-89y", "90+y": all ages over 89 are one, as 45 CFR 164.514(b)(2)(i)(C) demands. The unit
// is written so that no spreadsheet takes 10-19 for a day in October. Empty for ages that nobody has (below 0, over
// 130).
std::string age_band(int years);

// From the year of birth (the first four digits of YYYY, YYYYMMDD or YYYY-MM-DD) to the year of `date`: up to one year
// too old, never too young. Nothing for anything else.
std::optional<int> age_at(std::string_view birth, base::CivilDate date);

// Whole years of DICOM's Age String, nnnD, nnnW, nnnM or nnnY (PS3.5 section 6.2).
std::optional<int> years_of_age_string(std::string_view text);

}  // namespace cxrval::deid
