// SPDX-License-Identifier: Apache-2.0
#include "dicom/text.hpp"

#include "dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>
#include <cstddef>

namespace cxrval::dicom {
namespace {

bool is_ascii(std::string_view text) {
  constexpr char escape = 0x1B;  // code extensions of ISO 2022
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != escape; });
}

// How many bytes follow this first byte of a UTF-8 character, -1 for none that may stand first.
int following(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xC2 && first < 0xE0) return 1;
  if (first >= 0xE0 && first < 0xF0) return 2;
  return first >= 0xF0 && first < 0xF5 ? 3 : -1;
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool second_byte_fits(unsigned char first, unsigned char second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return true;
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t i = 0;
  while (i < text.size()) {
    const int more = following(byte(i));
    if (more < 0 || text.size() - i <= static_cast<std::size_t>(more)) return false;
    if (more > 0 && !second_byte_fits(byte(i), byte(i + 1))) return false;
    for (int k = 1; k <= more; ++k) {
      if ((byte(i + static_cast<std::size_t>(k)) & 0xC0) != 0x80) return false;
    }
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

std::optional<std::string> to_utf8(std::string_view raw, std::string_view character_sets) {
  if (is_ascii(raw)) return std::string(raw);
  if (character_sets == "ISO_IR 192") return is_utf8(raw) ? std::optional(std::string(raw)) : std::nullopt;
  if (character_sets.empty() || !is_ascii(character_sets)) return std::nullopt;
  set_up_dcmtk();
  DcmSpecificCharacterSet converter;
  const OFString sets(character_sets.data(), character_sets.size());
  OFString converted;
  if (converter.selectCharacterSet(sets).bad() ||
      converter.convertString(raw.data(), raw.size(), converted, "\\").bad()) {
    return std::nullopt;
  }
  std::string text(converted.data(), converted.size());
  return is_utf8(text) ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace cxrval::dicom
