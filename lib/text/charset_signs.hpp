// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cxrval::text {

// Signs that a text was read in a charset that it was not written in. Only telling, never converting: the font charsets
// of Vietnam share their bytes with Latin-1, so that what was meant cannot be known for certain.
struct CharsetSigns {
  // Sequences of characters that are, as bytes of windows-1252 or Latin-1, one character of UTF-8 ("khÃ´ng tháº¥y").
  std::size_t mojibake = 0;
  // Words with a letter or sign that no Vietnamese word holds where TCVN3, VNI and VPS have theirs ("Kh«ng thÊy h×nh
  // trµn dÞch", "Khoâng thaáy hình traøn dòch"), or with the tones of VIQR behind their vowels ("kho^ng tha^'y").
  std::size_t legacy_words = 0;
};

// Signs in valid UTF-8, counted line by line: none of them goes over a line break.
CharsetSigns charset_signs(std::string_view utf8);

// False for characters that are no part of any such sign but a common letter; a text of nothing but these has no signs.
bool may_be_sign_of_charset(char32_t c);

}  // namespace cxrval::text
