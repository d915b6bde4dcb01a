// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/treatment.hpp"

#include <cstdint>
#include <string_view>

namespace cxrval::deid {

// The treatment of a column that holds the values of one DICOM data element as text (of a sequence's, that of the
// innermost one). `tag` is group * 65536 + element, `vr` its value representation of two letters. Stricter than the
// Basic Application Level Confidentiality Profile (PS3.15 annex E): names, numbers of devices and persons, places,
// comments, private elements and whatever is unknown are dropped; codes (CS) and numbers stay, UIDs are hashed, dates
// move, descriptions of study, series, protocol and reason are free text.
Treatment treatment_of_element(std::uint32_t tag, std::string_view vr);

}  // namespace cxrval::deid
