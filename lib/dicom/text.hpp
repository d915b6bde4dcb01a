// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::dicom {

// A value in the character sets of Specific Character Set (0008,0005), given as it stands in the file (`\` between
// several), as UTF-8. Nothing when the bytes are not valid in that set or the set is unknown; text with bytes above 127
// under the default set (ASCII) is invalid too, not guessed at.
std::optional<std::string> to_utf8(std::string_view raw, std::string_view character_sets);

bool is_utf8(std::string_view text);

}  // namespace cxrval::dicom
