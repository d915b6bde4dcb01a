// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::text {

// The form in which report text is compared, after the Unicode Standard:
// - characters that show nothing are removed (Default_Ignorable_Code_Point: zero-width blanks, byte-order marks, soft
//   hyphens),
// - canonical caseless form: NFC(toCasefold(NFD(x))), full case folding without the Turkic rows (chapter 3.13, D145),
// - every run of blanks (White_Space) is one blank, and none stands beside a line break or an end of the text,
// - every line break (LF, CR LF, CR, VT, FF, NEL, U+2028, U+2029) is one line feed; empty lines stay.
// So NFC and NFD, capitals and no-break blanks compare equal, and what stands on two lines is not run together.
// False, with `out` empty, for bytes that are no UTF-8.
bool normalize(std::string_view utf8, std::string& out);

// The same; throws base::Error for bytes that are no UTF-8.
std::string normalized(std::string_view utf8);

// Whether nothing but blanks, line breaks and invisible characters is left after normalize().
bool is_blank(std::string_view utf8);

}  // namespace cxrval::text
