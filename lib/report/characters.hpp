// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::report {

// The character at `at`, which moves behind it. A byte that begins no character of UTF-8 (RFC 3629) is U+FFFD by
// itself.
char32_t next_character(std::string_view text, std::size_t& at);

void append_character(char32_t character, std::string& text);

}  // namespace cxrval::report
