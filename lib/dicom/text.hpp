// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::dicom {

// A value as UTF-8, or why it is not known what it says. Empty text with a warning is "unknown", never a guess.
struct DecodedText {
  std::string text;
  // Empty, or one of the words charset_missing (bytes above 127 and no Specific Character Set), charset_unknown (it is
  // none of PS3.3 C.12.1.1.2), charset_wrong (the bytes are not valid in it, are control characters there, or are
  // UTF-8 while it is a set of one byte a character), nul_in_text.
  std::string_view warning;
};

// `raw` is a value as it stands in the file (`\` between several), `character_sets` that of Specific Character Set
// (0008,0005).
DecodedText decode_text(std::string_view raw, std::string_view character_sets);

// The same; nothing where there is a warning.
std::optional<std::string> to_utf8(std::string_view raw, std::string_view character_sets);

// Is it a character set that decode_text knows?
bool is_character_set(std::string_view character_sets);

bool is_utf8(std::string_view text);

}  // namespace cxrval::dicom
