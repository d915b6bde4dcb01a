// SPDX-License-Identifier: Apache-2.0
#include "deid/dates.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <cstdio>

namespace cxrval::deid {
namespace {

constexpr std::int64_t seconds_of_week = 7 * 86400;
constexpr std::size_t longest_fraction = 9;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes the text's beginning off where it has that form; # is a digit, anything else itself.
bool take(std::string_view& text, std::string_view form) {
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '#' ? !is_digit(text[i]) : text[i] != form[i]) return false;
  }
  text.remove_prefix(form.size());
  return true;
}

void take_fraction(std::string_view& text) {
  if (!take(text, ".#")) return;
  for (std::size_t i = 1; i < longest_fraction && take(text, "#"); ++i) continue;
}

bool is_clock(std::string_view text, bool with_marks) {
  if (with_marks) {
    if (text.empty()) return true;
    if (!take(text, "T##:##")) return false;
    if (take(text, ":##")) take_fraction(text);
    return text.empty();
  }
  if (take(text, "##") && take(text, "##") && take(text, "##")) take_fraction(text);
  if (!take(text, "+####")) static_cast<void>(take(text, "-####"));
  return text.empty();
}

struct Parts {
  base::CivilTime midnight;
  bool marks = false;  // YYYY-MM-DD
  std::string_view clock;
};

std::optional<Parts> parts_of(std::string_view cell) {
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\0')) cell.remove_suffix(1);
  std::string_view rest = cell;
  Parts parts;
  parts.marks = take(rest, "####-##-##");
  if (!parts.marks && !take(rest, "########")) return std::nullopt;
  if (!is_clock(rest, parts.marks)) return std::nullopt;
  std::string day(cell.substr(0, cell.size() - rest.size()));
  std::erase(day, '-');
  const auto midnight = base::parse_digits(day, base::DateOnly::start_of_day);
  if (!midnight) return std::nullopt;
  parts.midnight = *midnight;
  parts.clock = rest;
  return parts;
}

std::optional<std::string> shifted_value(std::string_view value, int weeks) {
  auto parts = parts_of(value);
  if (!parts) return std::nullopt;
  parts->midnight.seconds += weeks * seconds_of_week;
  const base::CivilDate date = base::date_of(parts->midnight);
  if (date.year < 1 || date.year > 9999) return std::nullopt;
  char day[40];
  std::snprintf(day, sizeof day, parts->marks ? "%04d-%02d-%02d" : "%04d%02d%02d", date.year, date.month, date.day);
  return day + std::string(parts->clock);
}

}  // namespace

std::optional<base::CivilDate> date_in(std::string_view cell) {
  const auto parts = parts_of(cell.substr(0, cell.find('\\')));
  if (!parts) return std::nullopt;
  return base::date_of(parts->midnight);
}

std::optional<std::string> shifted(std::string_view cell, int weeks) {
  std::string all;
  while (true) {
    const std::size_t end = cell.find('\\');
    const auto value = shifted_value(cell.substr(0, end), weeks);
    if (!value) return std::nullopt;
    all += *value;
    if (end == std::string_view::npos) return all;
    all += '\\';
    cell.remove_prefix(end + 1);
  }
}

}  // namespace cxrval::deid
