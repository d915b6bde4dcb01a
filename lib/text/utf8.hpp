// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::text {

constexpr char32_t no_character = 0xFFFFFFFF;

// The character at `at`, which moves behind it; no_character for bytes that are no UTF-8 (Unicode 15 table 3-7: no
// surrogates, no overlong forms, nothing above U+10FFFF), and then `at` stays. `at` must be inside the text.
inline char32_t next_character(std::string_view text, std::size_t& at);

bool is_valid_utf8(std::string_view text);

// Appends a character, which must be one of Unicode's (no surrogate).
void append_character(char32_t character, std::string& text);
// Its bytes in UTF-8.
std::size_t size_of_character(char32_t character);

// Characters of valid UTF-8.
std::size_t count_characters(std::string_view text);

// Whether valid UTF-8 has the length of a text that was cut after `limit` characters or bytes. Exports write a line
// break as one character or two (CR LF) and XML reads both as one, so both lengths count.
bool has_length_of_cut(std::string_view text, std::size_t limit);
// Whether it is up to `margin` shorter by one of these lengths and has none of a cut, as a text that was trimmed behind
// it.
bool is_little_shorter_than_cut(std::string_view text, std::size_t limit, std::size_t margin);

// All forms of next_character(), also those that Vietnamese text does not need.
char32_t next_rare_character(std::string_view text, std::size_t& at);

inline char32_t next_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  const auto second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
  if (first >= 0xC2 && first < 0xE0 && (second & 0xC0) == 0x80) {
    at += 2;
    return static_cast<char32_t>((first & 0x1FU) << 6 | (second & 0x3FU));
  }
  const auto third = at + 2 < text.size() ? static_cast<unsigned char>(text[at + 2]) : 0U;
  if (first > 0xE0 && first < 0xED && (second & 0xC0) == 0x80 && (third & 0xC0) == 0x80) {
    at += 3;
    return static_cast<char32_t>((first & 0xFU) << 12 | (second & 0x3FU) << 6 | (third & 0x3FU));
  }
  return next_rare_character(text, at);
}

}  // namespace cxrval::text
