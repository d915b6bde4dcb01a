// SPDX-License-Identifier: Apache-2.0
#include "report/characters.hpp"

namespace cxrval::report {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Form {
  std::size_t size;
  char32_t first;  // the bits of the first byte
  char32_t least;  // smaller ones are overlong
};

Form form_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC0 && byte < 0xE0) return {2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte < 0xF8) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const Form form = form_of(static_cast<unsigned char>(text[at]));
  char32_t character = form.first;
  bool good = form.size > 0 && at + form.size <= text.size();
  for (std::size_t i = 1; good && i < form.size; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    good = (byte & 0xC0U) == 0x80;
    character = character << 6 | (byte & 0x3FU);
  }
  good = good && character >= form.least && character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF);
  at += good ? form.size : 1;
  return good ? character : replacement;
}

void append_character(char32_t character, std::string& text) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0 | character >> 6);
    put(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    put(0xE0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  } else {
    put(0xF0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3F));
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  }
}

}  // namespace cxrval::report
