// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::sr {

// An element that a report takes from the images' headers, by which a PACS knows the patient and the study.
struct HeaderElement {
  std::uint32_t tag = 0;         // group and element
  const char* keyword = "";      // of PS3.6
  std::string_view vr;           // AS, CS, DA, DS, LO, PN, SH, TM
  bool is_always_there = false;  // type 2 in the modules Patient and General Study, so that it is written empty too
};

// PS3.3 C.7.1.1 Patient, C.7.2.1 General Study, C.7.2.2 Patient Study.
inline constexpr std::array<HeaderElement, 14> header_elements = {{
    {0x00080020, "StudyDate", "DA", true},
    {0x00080030, "StudyTime", "TM", true},
    {0x00080050, "AccessionNumber", "SH", true},
    {0x00080090, "ReferringPhysicianName", "PN", true},
    {0x00081030, "StudyDescription", "LO", false},
    {0x00100010, "PatientName", "PN", true},
    {0x00100020, "PatientID", "LO", true},
    {0x00100021, "IssuerOfPatientID", "LO", false},
    {0x00100030, "PatientBirthDate", "DA", true},
    {0x00100040, "PatientSex", "CS", true},
    {0x00101010, "PatientAge", "AS", false},
    {0x00101020, "PatientSize", "DS", false},
    {0x00101030, "PatientWeight", "DS", false},
    {0x00200010, "StudyID", "SH", true},
}};

// Their values in UTF-8, in the same order.
using HeaderValues = std::array<std::string, header_elements.size()>;

// Where an element stands in them. Throws std::logic_error for one that is none of them.
std::size_t header_index(std::string_view keyword);

// Does a value (UTF-8, no blanks at its ends) keep to PS3.5 section 6.2: its length, its form, one value only? Sex is
// M, F or O. An empty value does.
bool is_valid_value(const HeaderElement& element, std::string_view value);

}  // namespace cxrval::sr
