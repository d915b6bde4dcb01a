// SPDX-License-Identifier: Apache-2.0
#include "report/escape.hpp"

#include "report/characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cxrval::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What is not seen itself or moves what stands beside it.
constexpr std::array unseen{
    Range{0x80, 0x9F},     Range{0x34F, 0x34F},     Range{0x61C, 0x61C},     Range{0x115F, 0x1160},
    Range{0x17B4, 0x17B5}, Range{0x180B, 0x180F},   Range{0x200B, 0x200F},   Range{0x2028, 0x202E},
    Range{0x2060, 0x206F}, Range{0x3164, 0x3164},   Range{0xE000, 0xF8FF},   Range{0xFDD0, 0xFDEF},
    Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFB},
    Range{0xFFFE, 0xFFFF}, Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A}, Range{0xE0000, 0x10FFFF},
};
constexpr char32_t soft_hyphen = 0xAD;
constexpr char32_t delete_character = 0x7F;

bool is_unseen(char32_t character) {
  const auto holds = [&](Range range) { return character >= range.first && character <= range.last; };
  const bool last_of_plane = (character & 0xFFFE) == 0xFFFE;
  return last_of_plane || std::any_of(unseen.begin(), unseen.end(), holds);
}

void append_number(char32_t character, std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  text += "[U+";
  for (int shift = character > 0xFFFFF ? 20 : character > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
    text += digits[character >> shift & 0xF];
  }
  text += ']';
}

void append_visible(char32_t character, std::string& text) {
  if (character == '\t' || character == '\n') {
    text += static_cast<char>(character);
  } else if (character < 0x20) {
    append_character(0x2400 + character, text);
  } else if (character == delete_character) {
    append_character(0x2421, text);
  } else if (is_unseen(character)) {
    append_number(character, text);
  } else if (character != soft_hyphen) {
    append_character(character, text);
  }
}

std::string_view reference(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string visible(std::string_view text) {
  std::string seen;
  seen.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append_visible(next_character(text, at), seen);
  return seen;
}

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char character : visible(text)) {
    const std::string_view instead = reference(character);
    if (instead.empty()) {
      escaped += character;
    } else {
      escaped += instead;
    }
  }
  return escaped;
}

std::string isolated(std::string_view text) {
  return "<bdi>" + escape(text) + "</bdi>";
}

std::string identifier(std::string_view text) {
  std::string name;
  for (const char character : text) {
    const bool upper = character >= 'A' && character <= 'Z';
    const bool plain = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    if (upper || plain) {
      name += upper ? static_cast<char>(character - 'A' + 'a') : character;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  if (!name.empty() && name.back() == '-') name.pop_back();
  return name.empty() ? "figure" : name;
}

}  // namespace cxrval::report
