// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::text {

constexpr char32_t no_character = 0xFFFFFFFF;

// The character at `at`, which moves behind it; no_character for bytes that are no UTF-8 (Unicode 15 table 3-7: no
// surrogates, no overlong forms, nothing above U+10FFFF), and then `at` stays. `at` must be inside the text.
char32_t next_character(std::string_view text, std::size_t& at);

bool is_valid_utf8(std::string_view text);

// Characters of valid UTF-8.
std::size_t count_characters(std::string_view text);

// Whether valid UTF-8 has the length of a text that was cut after `limit` characters or bytes. Exports write a line
// break as one character or two (CR LF) and XML reads both as one, so both lengths count.
bool has_length_of_cut(std::string_view text, std::size_t limit);

}  // namespace cxrval::text
