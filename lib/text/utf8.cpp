// SPDX-License-Identifier: Apache-2.0
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace cxrval::text {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The least character that needs so many bytes.
constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

// In characters and in bytes, line breaks counted once and twice.
std::array<std::size_t, 4> lengths_of(std::string_view text) {
  const std::size_t characters = count_characters(text);
  const auto breaks = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return {characters, characters + breaks, text.size(), text.size() + breaks};
}

}  // namespace

char32_t next_rare_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = length_of(first);
  if (length == 1) {
    ++at;
    return first;
  }
  if (length == 0 || text.size() - at < length) return no_character;
  char32_t character = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[at + i])) return no_character;
    character = character << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  const bool surrogate = character >= 0xD800 && character < 0xE000;
  if (character < least[length] || surrogate || character > 0x10FFFF) return no_character;
  at += length;
  return character;
}

bool is_valid_utf8(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (text.size() - at >= sizeof eight) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & high_bits) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    if (next_character(text, at) == no_character) return false;
  }
  return true;
}

std::size_t size_of_character(char32_t character) {
  if (character < 0x80) return 1;
  if (character < 0x800) return 2;
  return character < 0x10000 ? 3 : 4;
}

void append_character(char32_t character, std::string& text) {
  constexpr unsigned char first_bits[] = {0, 0, 0xC0, 0xE0, 0xF0};
  const std::size_t size = size_of_character(character);
  const auto shifted = [&](std::size_t i) { return static_cast<unsigned>(character) >> 6 * (size - 1 - i); };
  text += static_cast<char>(first_bits[size] | shifted(0));
  for (std::size_t i = 1; i < size; ++i) text += static_cast<char>(0x80U | (shifted(i) & 0x3FU));
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

bool has_length_of_cut(std::string_view text, std::size_t limit) {
  if (text.size() < limit / 2) return false;
  const auto lengths = lengths_of(text);
  return std::find(lengths.begin(), lengths.end(), limit) != lengths.end();
}

bool is_little_shorter_than_cut(std::string_view text, std::size_t limit, std::size_t margin) {
  if (text.size() < limit - margin || has_length_of_cut(text, limit)) return false;
  const auto lengths = lengths_of(text);
  return std::any_of(lengths.begin(), lengths.end(),
                     [=](std::size_t length) { return length >= limit - margin && length < limit; });
}

}  // namespace cxrval::text
