// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::dicom {

// What the data dictionary (PS3.6 section 6) says of an element; the VR is the first one where it names several, and
// blanks where the tag is not known.
struct DictionaryEntry {
  std::uint32_t tag = 0;
  std::array<char, 2> vr = {' ', ' '};
};

// By keyword, such as StudyDescription, exactly as it is written there. Keywords that people ask for often are built
// in; the first other one loads DCMTK's dictionary, which takes some tens of milliseconds.
std::optional<DictionaryEntry> find_keyword(std::string_view keyword);

// By tag. Private tags and unknown ones give blanks.
DictionaryEntry find_tag(std::uint32_t tag);

}  // namespace cxrval::dicom
