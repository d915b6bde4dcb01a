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

constexpr std::string_view utf8_set = "ISO_IR 192";
constexpr std::string_view wrong = "charset_wrong";

bool select(DcmSpecificCharacterSet& converter, std::string_view character_sets) {
  return converter.selectCharacterSet(OFString(character_sets.data(), character_sets.size())).good();
}

// In the sets ISO_IR 6 to 166 every byte is some character, so that UTF-8 passes for text there and comes out as
// mojibake. Text of these languages never happens to be valid UTF-8 of more than ASCII.
bool has_one_byte_a_character(std::string_view character_sets) {
  return character_sets.starts_with("ISO_IR ") && character_sets.find('\\') == std::string_view::npos;
}

// U+0080 to U+009F, which is what bytes of Windows code pages become under ISO 8859.
bool has_controls(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
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

DecodedText decode_text(std::string_view raw, std::string_view character_sets) {
  if (raw.find('\0') != std::string_view::npos) return {"", "nul_in_text"};
  if (is_ascii(raw)) return {std::string(raw), {}};
  if (character_sets.empty()) return {"", "charset_missing"};
  if (character_sets == utf8_set) return is_utf8(raw) ? DecodedText{std::string(raw), {}} : DecodedText{"", wrong};
  set_up_dcmtk();
  DcmSpecificCharacterSet converter;
  if (!is_ascii(character_sets) || !select(converter, character_sets)) return {"", "charset_unknown"};
  if (has_one_byte_a_character(character_sets) && is_utf8(raw)) return {"", wrong};
  OFString converted;
  if (converter.convertString(raw.data(), raw.size(), converted, "\\").bad()) return {"", wrong};
  std::string text(converted.data(), converted.size());
  if (!is_utf8(text) || has_controls(text)) return {"", wrong};
  return {std::move(text), {}};
}

std::optional<std::string> to_utf8(std::string_view raw, std::string_view character_sets) {
  DecodedText decoded = decode_text(raw, character_sets);
  return decoded.warning.empty() ? std::optional(std::move(decoded.text)) : std::nullopt;
}

bool is_character_set(std::string_view character_sets) {
  if (character_sets == utf8_set) return true;
  set_up_dcmtk();
  DcmSpecificCharacterSet converter;
  return !character_sets.empty() && is_ascii(character_sets) && select(converter, character_sets);
}

}  // namespace cxrval::dicom
