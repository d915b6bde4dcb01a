// SPDX-License-Identifier: Apache-2.0
#include "text/html.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

namespace cxrval::text {
namespace {

using Kind = Markup::Kind;

constexpr std::size_t longest_name = 10;
constexpr std::string_view line_breaks[] = {"\n", "\r", "\v", "\f", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};

// U+00A0 to U+00FF in their order (HTML 4.01, 24.2.1).
constexpr std::array<std::string_view, 96> latin_names = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",
    "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",
    "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",
    "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",
    "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute",
    "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

constexpr std::pair<std::string_view, char32_t> other_names[] = {
    {"quot", 0x22},     {"amp", 0x26},      {"apos", 0x27},     {"lt", 0x3C},       {"gt", 0x3E},
    {"Tab", 0x09},      {"NewLine", 0x0A},  {"comma", 0x2C},    {"Abreve", 0x102},  {"abreve", 0x103},
    {"Dstrok", 0x110},  {"dstrok", 0x111},  {"Itilde", 0x128},  {"itilde", 0x129},  {"Utilde", 0x168},
    {"utilde", 0x169},  {"circ", 0x2C6},    {"tilde", 0x2DC},   {"alpha", 0x3B1},   {"beta", 0x3B2},
    {"gamma", 0x3B3},   {"delta", 0x3B4},   {"mu", 0x3BC},      {"Delta", 0x394},   {"Omega", 0x3A9},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},
    {"lrm", 0x200E},    {"rlm", 0x200F},    {"hyphen", 0x2010}, {"ndash", 0x2013},  {"mdash", 0x2014},
    {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},  {"rdquo", 0x201D},
    {"bdquo", 0x201E},  {"dagger", 0x2020}, {"Dagger", 0x2021}, {"bull", 0x2022},   {"hellip", 0x2026},
    {"permil", 0x2030}, {"prime", 0x2032},  {"Prime", 0x2033},  {"lsaquo", 0x2039}, {"rsaquo", 0x203A},
    {"euro", 0x20AC},   {"trade", 0x2122},  {"larr", 0x2190},   {"uarr", 0x2191},   {"rarr", 0x2192},
    {"darr", 0x2193},   {"harr", 0x2194},   {"minus", 0x2212},  {"infin", 0x221E},  {"asymp", 0x2248},
    {"ne", 0x2260},     {"le", 0x2264},     {"ge", 0x2265}};

// What browsers read for &#128; to &#159; (HTML Standard, 13.2.5.80).
constexpr char16_t windows_1252[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                       0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

constexpr std::string_view breaking_tags[] = {
    "article", "blockquote", "br",    "caption", "dd", "div",    "dl", "dt",    "footer", "h1",
    "h2",      "h3",         "h4",    "h5",      "h6", "header", "hr", "li",    "ol",     "p",
    "pre",     "section",    "table", "tbody",   "td", "tfoot",  "th", "thead", "tr",     "ul"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}
bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/' || c == '>';
}

const std::unordered_map<std::string_view, char32_t>& named_characters() {
  static const auto names = [] {
    std::unordered_map<std::string_view, char32_t> all(std::begin(other_names), std::end(other_names));
    for (std::size_t i = 0; i < latin_names.size(); ++i) all.emplace(latin_names[i], static_cast<char32_t>(0xA0 + i));
    return all;
  }();
  return names;
}

// 0 for what names no character.
char32_t numbered_character(std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
  if (hexadecimal) digits.remove_prefix(1);
  if (digits.empty()) return 0;
  std::uint32_t number = 0;
  for (const char c : digits) {
    const char digit = lower(c);
    const bool letter = hexadecimal && digit >= 'a' && digit <= 'f';
    if (!is_digit(c) && !letter) return 0;
    number = number * (hexadecimal ? 16U : 10U) + static_cast<std::uint32_t>(letter ? digit - 'a' + 10 : digit - '0');
    if (number > 0x10FFFF) return 0;
  }
  if (number >= 128 && number < 160) return windows_1252[number - 128];
  return number >= 0xD800 && number < 0xE000 ? 0 : number;
}

Kind kind_of_tag(std::string_view name) {
  std::string small;
  for (const char c : name) small += lower(c);
  const bool breaks = std::binary_search(std::begin(breaking_tags), std::end(breaking_tags), small);
  return breaks ? Kind::line_break : Kind::nothing;
}

}  // namespace

Markup MarkupReader::at(std::size_t place) {
  if (text_[place] == '&') return reference(place);
  return text_[place] == '<' ? tag(place) : Markup{};
}

Markup MarkupReader::reference(std::size_t place) const {
  const std::string_view rest = text_.substr(place + 1, longest_name + 1);
  const std::size_t end = rest.find(';');
  if (end == std::string_view::npos || end == 0) return {};
  const std::string_view name = rest.substr(0, end);
  char32_t character = 0;
  if (name.front() == '#') {
    character = numbered_character(name.substr(1));
  } else if (const auto known = named_characters().find(name); known != named_characters().end()) {
    character = known->second;
  }
  if (character == 0) return {};
  return {Kind::character, end + 2, character};
}

// Quotes are passed over whole. Of all tags that are tried inside a text at most three are read at any place of it: a
// quote exchanges two of the states outside, in "..." and in '...', and a reading that meets a `<` outside ends there.
Markup MarkupReader::tag(std::size_t place) {
  if (text_.substr(place).starts_with("<!--")) return comment(place);
  std::size_t end = place + 1;
  if (end < text_.size() && text_[end] == '/') ++end;
  const std::size_t name = end;
  const bool declaration = end == place + 1 && end < text_.size() && (text_[end] == '!' || text_[end] == '?');
  if (declaration) ++end;
  while (end < text_.size() && (is_letter(text_[end]) || (end > name && (is_digit(text_[end]) || text_[end] == ':'))))
    ++end;
  if (end == name || end == text_.size() || (!declaration && !ends_name(text_[end]))) return {};
  const std::string_view named = text_.substr(name, end - name);
  for (char quote = 0; end < text_.size(); ++end) {
    const char c = text_[end];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '<') {
      return {};
    } else if (c == '>') {
      return {declaration ? Kind::nothing : kind_of_tag(named), end + 1 - place, 0};
    }
  }
  return {};
}

Markup MarkupReader::comment(std::size_t place) {
  const std::size_t end = no_comment_ends_ ? std::string_view::npos : text_.find("-->", place + 4);
  no_comment_ends_ = end == std::string_view::npos;
  return no_comment_ends_ ? Markup{} : Markup{Kind::nothing, end + 3 - place, 0};
}

bool markup_spans_lines(std::string_view text) {
  MarkupReader reader(text);
  for (std::size_t place = text.find('<'); place != std::string_view::npos; place = text.find('<', place)) {
    const std::size_t length = reader.at(place).length;
    const std::string_view markup = text.substr(place, length);
    for (const std::string_view line_break : line_breaks) {
      if (markup.find(line_break) != std::string_view::npos) return true;
    }
    place += std::max<std::size_t>(length, 1);
  }
  return false;
}

}  // namespace cxrval::text
