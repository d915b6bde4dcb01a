// SPDX-License-Identifier: Apache-2.0
#include "text/charset_signs.hpp"

#include "text/letters.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace cxrval::text {
namespace {

constexpr std::u32string_view viqr_marks = U"^`~";
constexpr std::u32string_view vietnamese_latin = U"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý";
// Of U+0080 to U+00BF and of windows-1252: what stands in texts of any language.
constexpr std::u32string_view common_signs =
    U"\u00B0\u00B1\u00B2\u00B3\u2013\u2014\u2018\u2019\u201C\u201D\u2022\u2026";

// Bytes 0x80 to 0x9F of windows-1252; the five that it leaves free are read as Latin-1's.
constexpr std::u32string_view windows_1252 =
    U"\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
    U"\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

bool holds(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_vowel(char32_t c) {
  return holds(U"aeiouyAEIOUY", c);
}

// The byte of windows-1252 or Latin-1, or -1.
int byte_of(char32_t c) {
  if (c < 0x100) return static_cast<int>(c);
  const std::size_t at = windows_1252.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(0x80 + at);
}

bool is_foreign_letter(char32_t c) {
  return (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7 && !holds(vietnamese_latin, c)) ||
         holds(U"\u0160\u0152\u017D\u0161\u0153\u017E\u0178\u0192", c);
}

bool is_strange_sign(char32_t c) {
  return c >= 0x80 && !is_foreign_letter(c) && !holds(vietnamese_latin, c) && byte_of(c) >= 0x80;
}

// Looks at the characters of one line, three at a time.
class Window {
 public:
  void add(char32_t c, CharsetSigns& signs) {
    if (role_of(c) == Role::blank || role_of(c) == Role::line_break) {
      // A no-break blank may be the last byte of a letter: "mÃ ng" with U+00A0.
      if (c == 0xA0) add_byte(c, signs);
      word_counted_ = false;
      before_ = previous_ = 0;
      if (c != 0xA0) missing_ = 0;
      return;
    }
    add_byte(c, signs);
    const bool inside = is_ascii_letter(before_) && is_ascii_letter(c);
    const bool foreign = is_foreign_letter(previous_) && (is_ascii_letter(before_) || is_ascii_letter(c));
    const bool strange = inside && is_strange_sign(previous_);
    const bool viqr = is_vowel(previous_) && holds(viqr_marks, c);
    if (!word_counted_ && (foreign || strange || viqr || (is_foreign_letter(c) && is_ascii_letter(previous_)))) {
      ++signs.legacy_words;
      word_counted_ = true;
    }
    before_ = previous_;
    previous_ = c;
  }

 private:
  // Counts characters of UTF-8 of two and three bytes.
  void add_byte(char32_t c, CharsetSigns& signs) {
    const int byte = byte_of(c);
    if (missing_ > 0 && byte >= 0x80 && byte < 0xC0) {
      if (--missing_ == 0) ++signs.mojibake;
    } else {
      missing_ = byte >= 0xC3 && byte < 0xE0 ? 1 : byte >= 0xE0 && byte < 0xF0 ? 2 : 0;
    }
  }

  char32_t before_ = 0;
  char32_t previous_ = 0;
  int missing_ = 0;
  bool word_counted_ = false;
};

}  // namespace

CharsetSigns charset_signs(std::string_view utf8) {
  CharsetSigns signs;
  Window window;
  for (std::size_t at = 0; at < utf8.size();) {
    window.add(next_character(utf8, at), signs);
  }
  return signs;
}

bool may_be_sign_of_charset(char32_t c) {
  if (holds(common_signs, c)) return false;
  return holds(viqr_marks, c) || is_foreign_letter(c) || is_strange_sign(c);
}

}  // namespace cxrval::text
