// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace cxrval::report {

// How a language writes numbers for readers; English by default. Vietnamese has point "," and group ".".
struct NumberStyle {
  std::string point = ".";
  std::string group = ",";     // between thousands, from 1000 on; empty for none
  std::string missing = "–";   // stands for a number that there is not
  std::string range = " to ";  // between the ends of an interval; a dash would look like a minus
  std::string percent = "%";   // behind a percentage
};

std::string write_count(std::optional<std::uint64_t> count, const NumberStyle& style);
// With `digits` digits behind the point; infinities and NaN are missing. -0 is written as 0, minus is U+2212.
std::string write_number(std::optional<double> number, int digits, const NumberStyle& style);
// 0.25 as 25.0%.
std::string write_percentage(std::optional<double> share, int digits, const NumberStyle& style);
// A level of confidence as it is, with as many digits as it takes: 0.95 as 95%, 0.999 as 99.9%.
std::string write_level(std::optional<double> level, const NumberStyle& style);
// Value (low to high), the value alone without limits.
std::string write_interval(std::optional<double> value, std::optional<double> low, std::optional<double> high,
                           const NumberStyle& style, int digits = 3);

// For data tables: the shortest exact text, empty where missing.
std::string exact(std::optional<double> number);
std::string exact_count(std::optional<std::uint64_t> count);

}  // namespace cxrval::report
