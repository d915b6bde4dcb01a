// SPDX-License-Identifier: Apache-2.0
#include "sr/header_value.hpp"

#include "base/civil_time.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <stdexcept>

namespace cxrval::sr {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t characters(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

bool is_date(std::string_view text) {
  return text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit) && base::parse_dicom(text, "000000");
}

bool is_time(std::string_view text) {
  constexpr std::size_t longest = 13;  // HHMMSS.FFFFFF
  const auto allowed = [](char c) { return is_digit(c) || c == '.'; };
  return text.size() <= longest && std::all_of(text.begin(), text.end(), allowed) &&
         base::parse_dicom("20000101", text);
}

bool is_age(std::string_view text) {
  return text.size() == 4 && std::all_of(text.begin(), text.begin() + 3, is_digit) &&
         std::string_view("DWMY").find(text.back()) != std::string_view::npos;
}

bool is_number(std::string_view text) {
  constexpr std::size_t longest = 16;
  const std::string_view unsigned_text = text.starts_with('+') ? text.substr(1) : text;
  return text.size() <= longest && base::parse_real(unsigned_text).has_value();
}

bool is_person(std::string_view text) {
  constexpr std::size_t most_groups = 3;
  constexpr std::size_t longest_group = 64;
  for (std::size_t group = 0; group < most_groups; ++group) {
    const std::size_t end = text.find('=');
    if (characters(text.substr(0, end)) > longest_group) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

std::size_t header_index(std::string_view keyword) {
  const auto found = std::find_if(header_elements.begin(), header_elements.end(),
                                  [&](const HeaderElement& element) { return element.keyword == keyword; });
  if (found == header_elements.end()) throw std::logic_error("no such element is taken from the headers");
  return static_cast<std::size_t>(found - header_elements.begin());
}

bool is_valid_value(const HeaderElement& element, std::string_view value) {
  if (value.empty()) return true;
  const auto refused = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f' || c == '\\'; };
  if (std::any_of(value.begin(), value.end(), refused)) return false;
  if (element.vr == "DA") return is_date(value);
  if (element.vr == "TM") return is_time(value);
  if (element.vr == "AS") return is_age(value);
  if (element.vr == "DS") return is_number(value);
  if (element.vr == "PN") return is_person(value);
  if (element.vr == "CS") return value == "M" || value == "F" || value == "O";
  constexpr std::size_t longest_short = 16;
  constexpr std::size_t longest_long = 64;
  return characters(value) <= (element.vr == "SH" ? longest_short : longest_long);
}

}  // namespace cxrval::sr
