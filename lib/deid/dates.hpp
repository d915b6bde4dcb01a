// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::deid {

// The forms of dates that tables hold: YYYY-MM-DD alone or with THH:MM[:SS[.F…]]; and YYYYMMDD alone or with
// HH[MM[SS[.F…]]], each with a zone ±HHMM or without (DICOM DA and DT, PS3.5 section 6.2). Nothing is returned for
// anything else and for days that do not exist.
std::optional<base::CivilDate> date_in(std::string_view cell);

// The same text with its day moved by whole weeks; the time of day, its precision and the weekday stay. Several values
// are parted by backslashes (PS3.5 section 6.4). Nothing for a text that is no date, or a day outside the years 1 to
// 9999: what cannot be moved must not be shown.
std::optional<std::string> shifted(std::string_view cell, int weeks);

}  // namespace cxrval::deid
