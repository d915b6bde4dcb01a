// SPDX-License-Identifier: Apache-2.0
#include "report/text_width.hpp"

#include "report/characters.hpp"
#include "report/escape.hpp"

#include <array>
#include <cstddef>

namespace cxrval::report {
namespace {

// Of the characters from blank to tilde, in hundredths of the font size.
constexpr std::array<unsigned char, 95> ascii{
    32, 41, 46, 84, 64, 96, 78, 28, 40,  40, 56, 84, 32, 37, 32, 38, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 34, 30, 66, 56, 91, 76, 79,
    61, 79, 70, 64, 62, 74, 69, 99, 69,  62, 69, 40, 38, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 62, 64,  64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 56, 64, 84};

double width_beyond_ascii(char32_t character) {
  if (character < 0xC0) return 1;
  if (character < 0xDF) return character == 0xC6 ? 1 : 0.84;
  if (character < 0x100) return character == 0xE6 ? 1 : 0.64;
  if (character == 0x111 || character == 0x129 || character == 0x169 || character == 0x1B0) return 0.66;
  if (character == 0x103 || character == 0x1A1) return 0.64;
  if (character < 0x180) return 1.07;
  if (character < 0x250) return character == 0x1A0 || character == 0x1AF ? 0.92 : 1.43;
  if (character >= 0x300 && character < 0x370) return 0;
  if (character >= 0x1EA0 && character < 0x1EFA) return character % 2 == 0 ? 0.92 : 0.64;
  if (character == 0x2013) return 0.5;
  if (character >= 0x2018 && character <= 0x201F) return 0.52;
  if (character == 0x2212 || (character >= 0x2190 && character < 0x2194)) return 0.84;
  if (character >= 0x2010 && character < 0x2030) return 1;
  if (character >= 0x1F000) return 1.5;
  return character < 0x1100 || character >= 0x2E80 ? 1.15 : 1.43;
}

double width_of(char32_t character) {
  if (character < 0x20) return ascii[0] / 100.0;
  if (character < 0x7F) return ascii[character - 0x20] / 100.0;
  return width_beyond_ascii(character);
}

// Of text that visible() made.
double width_of_line(std::string_view line, double size) {
  double width = 0;
  for (std::size_t at = 0; at < line.size();) width += width_of(next_character(line, at));
  return width * size;
}

// How many bytes from the start fit, at least one character.
std::size_t fitting(std::string_view text, double width, double size) {
  double taken = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size(); end = at) {
    taken += size * width_of(next_character(text, at));
    if (taken > width && end > 0) return end;
  }
  return text.size();
}

std::vector<std::string> words_of(std::string_view text, double width, double size) {
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(" \t\n", at)) != std::string_view::npos;) {
    std::string_view word = text.substr(at, text.find_first_of(" \t\n", at) - at);
    at += word.size();
    while (!word.empty()) {
      const std::size_t end = fitting(word, width, size);
      words.emplace_back(word.substr(0, end));
      word.remove_prefix(end);
    }
  }
  return words;
}

constexpr std::string_view ellipsis = "…";

std::string cut_with_ellipsis(std::string_view line, double width, double size) {
  const double room = width - width_of_line(ellipsis, size);
  std::string cut(line.substr(0, fitting(line, room, size)));
  while (!cut.empty() && cut.back() == ' ') cut.pop_back();
  return cut.append(ellipsis);
}

}  // namespace

double text_width(std::string_view text, double size, bool bold) {
  return width_of_line(visible(text), size) * (bold ? bold_width : 1);
}

std::vector<std::string> wrap(std::string_view text, double width, double size, std::size_t most) {
  const std::string seen = visible(text);
  std::vector<std::string> lines{""};
  for (const std::string& word : words_of(seen, width, size)) {
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (lines.back().empty() || width_of_line(longer, size) <= width) {
      lines.back() = longer;
    } else if (lines.size() < most) {
      lines.push_back(word);
    } else {
      lines.back() = cut_with_ellipsis(longer, width, size);
      break;
    }
  }
  return lines;
}

std::string shorten(std::string_view text, double width, double size) {
  return wrap(text, width, size, 1).front();
}

}  // namespace cxrval::report
