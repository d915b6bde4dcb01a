// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cxrval::label {

// Bytes [begin, end) of a text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const Span&) const = default;
};

inline bool overlap(const Span& a, const Span& b) {
  return a.begin < b.end && b.begin < a.end;
}

// Whether there are letters, marks or digits on both sides of `place`; valid UTF-8.
bool splits_word(std::string_view text, std::size_t place);

// Whether a phrase found at `place` begins and ends where words do.
inline bool stands_as_words(std::string_view text, Span place) {
  return !splits_word(text, place.begin) && !splits_word(text, place.end);
}

// Whether a sentence ends at the character at `at`: a line feed, a semicolon, a colon, `!`, `?`, or a full stop that no
// digit follows.
inline bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c >= '@' || c < 0) return false;
  if (c == '\n' || c == ';' || c == ':' || c == '!' || c == '?') return true;
  return c == '.' && (at + 1 == text.size() || text[at + 1] < '0' || text[at + 1] > '9');
}

}  // namespace cxrval::label
