// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cxrval::text {

enum class Role : std::uint8_t { letter, blank, line_break, nothing };

// Line breaks are LF, VT, FF, CR, NEL, U+2028 and U+2029; blanks all other White_Space; nothing is
// Default_Ignorable_Code_Point; every other character is a letter here.
Role role_of(char32_t c);

enum class Form : std::uint8_t { nfc, folded, caseless };

// The form of a text of a few characters; `caseless` is NFC(toCasefold(NFD(x))).
std::u32string to_form(Form form, std::u32string_view text);

// Whether `c` may change together with what stands before it, in this form.
bool joins_the_character_before(Form form, char32_t c);

// The letter without its diacritics ("ấ" a, "Đ" D), the character itself where there are none, 0 for a mark alone.
char32_t base_letter_of_others(char32_t c);
inline char32_t base_letter(char32_t c) {
  return c < 0x80 ? c : base_letter_of_others(c);
}

// Whether `c` is part of a word: a letter, a mark or a digit of any script.
bool is_word_character_of_others(char32_t c);
inline bool is_word_character(char32_t c) {
  if (c >= 0x80) return is_word_character_of_others(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

// Remembers forms, of at most a few thousand texts: those of Vietnamese letters and their marks come again and again.
class FormMemory {
 public:
  explicit FormMemory(Form form) : form_(form) {}

  // Hold until the next call.
  const std::u32string& operator()(std::u32string_view text);
  const std::u32string& operator()(char32_t c);
  bool joins(char32_t c);

 private:
  Form form_;
  std::unordered_map<std::u32string, std::u32string> forms_;
  std::unordered_map<char32_t, bool> joins_;
  std::u32string key_;
};

}  // namespace cxrval::text
