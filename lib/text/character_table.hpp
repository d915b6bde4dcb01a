// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

namespace cxrval::text {

// Something known of each character that Vietnamese text is made of: Latin letters, their precomposed forms with marks
// and general punctuation (U+0000 to U+024F, U+0300 to U+036F, U+1E00 to U+1EFF, U+2000 to U+20FF).
template <class T>
class CharacterTable {
 public:
  template <class Make>
  explicit CharacterTable(Make make) {
    for (char32_t i = 0; i < latin; ++i) rows_[i] = make(i);
    for (char32_t i = 0; i < marks; ++i) rows_[latin + i] = make(first_mark + i);
    for (char32_t i = 0; i < block; ++i) rows_[latin + marks + i] = make(first_additional + i);
    for (char32_t i = 0; i < block; ++i) rows_[latin + marks + block + i] = make(first_punctuation + i);
  }

  // nullptr for characters outside.
  const T* find(char32_t c) const {
    if (c < latin) return &rows_[c];
    if (c - first_mark < marks) return &rows_[latin + c - first_mark];
    if (c - first_additional < block) return &rows_[latin + marks + c - first_additional];
    return c - first_punctuation < block ? &rows_[latin + marks + block + c - first_punctuation] : nullptr;
  }

 private:
  static constexpr char32_t latin = 0x250;
  static constexpr char32_t first_mark = 0x300;
  static constexpr char32_t marks = 0x70;
  static constexpr char32_t first_additional = 0x1E00;
  static constexpr char32_t first_punctuation = 0x2000;
  static constexpr char32_t block = 0x100;

  std::array<T, latin + marks + 2 * block> rows_{};
};

}  // namespace cxrval::text
