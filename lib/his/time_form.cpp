// SPDX-License-Identifier: Apache-2.0
#include "his/time_form.hpp"

#include <array>
#include <cstddef>

namespace cxrval::his {
namespace {

struct Part {
  std::string_view letters;
  int digits;
};

enum Index { year, month, day, hour, minute, second, none };
constexpr std::array<std::string_view, none> parts = {"yyyy", "MM", "dd", "HH", "mm", "ss"};
constexpr int missing = -1;

Index part_at(std::string_view form) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (form.starts_with(parts[i])) return static_cast<Index>(i);
  }
  return none;
}

std::optional<int> number_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// The numbers of a text that the form fits whole.
std::optional<std::array<int, none>> numbers_of(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return std::nullopt;
  std::array<int, none> numbers;
  numbers.fill(missing);
  std::size_t at = 0;
  while (at < form.size()) {
    const Index index = part_at(form.substr(at));
    if (index == none) {
      if (text[at] != form[at]) return std::nullopt;
      ++at;
      continue;
    }
    const std::optional<int> number = number_of(text.substr(at, parts[index].size()));
    if (!number) return std::nullopt;
    numbers[index] = *number;
    at += parts[index].size();
  }
  return numbers;
}

std::optional<base::CivilTime> time_of(const std::array<int, none>& numbers, base::DateOnly date_only) {
  const base::CivilDate date{numbers[year], numbers[month], numbers[day]};
  if (numbers[hour] == missing) {
    if (date_only == base::DateOnly::refuse) return std::nullopt;
    return date_only == base::DateOnly::end_of_day ? base::make_time(date, 23, 59) : base::make_time(date, 0, 0);
  }
  const std::optional<int> seconds = numbers[second] == missing ? std::nullopt : std::optional(numbers[second]);
  return base::make_time(date, numbers[hour], numbers[minute], seconds);
}

}  // namespace

std::optional<base::CivilTime> parse_time(std::string_view text, const std::vector<std::string>& forms,
                                          base::DateOnly date_only) {
  for (const std::string& form : forms) {
    if (const auto numbers = numbers_of(text, form)) return time_of(*numbers, date_only);
  }
  return std::nullopt;
}

std::string problem_of_form(std::string_view form) {
  std::array<int, none> times_given{};
  std::size_t at = 0;
  while (at < form.size()) {
    const Index index = part_at(form.substr(at));
    const char c = form[at];
    if (index != none) {
      ++times_given[index];
      at += parts[index].size();
      continue;
    }
    if (c >= '0' && c <= '9') return "has a digit; digits come from yyyy, MM, dd, HH, mm and ss";
    if (std::string_view("yMdHhms").find(c) != std::string_view::npos) {
      return "has letters that are none of yyyy, MM, dd, HH, mm and ss";
    }
    ++at;
  }
  for (const int times : times_given) {
    if (times > 1) return "has a part twice";
  }
  if (times_given[year] == 0 || times_given[month] == 0 || times_given[day] == 0) return "lacks yyyy, MM or dd";
  if (times_given[hour] != times_given[minute]) return "has only one of HH and mm";
  if (times_given[second] > times_given[minute]) return "has ss without HH and mm";
  return {};
}

}  // namespace cxrval::his
