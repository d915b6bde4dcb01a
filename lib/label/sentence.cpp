// SPDX-License-Identifier: Apache-2.0
#include "label/sentence.hpp"

#include "text/letters.hpp"
#include "text/utf8.hpp"

namespace cxrval::label {
namespace {

bool is_word_at(std::string_view text, std::size_t at) {
  return text::is_word_character(text::next_character(text, at));
}

std::size_t last_character(std::string_view text, std::size_t end) {
  do {
    --end;
  } while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  return end;
}

}  // namespace

bool splits_word(std::string_view text, std::size_t place) {
  if (place == 0 || place == text.size()) return false;
  return is_word_at(text, place) && is_word_at(text, last_character(text, place));
}

}  // namespace cxrval::label
