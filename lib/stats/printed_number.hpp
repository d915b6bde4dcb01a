// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::stats {

// A decimal number as a paper prints it, units / 10^digits: 0.653 is 653 / 10^3, and so is 65.3%. What was rounded to
// it lies in its cell, from half a unit below to half a unit above; both ends belong to it, because papers round halves
// up, to even or away from zero.
struct PrintedNumber {
  std::int64_t units = 0;
  int digits = 0;        // 0 to 10
  bool percent = false;  // a % stood behind it

  bool is_count() const { return digits == 0 && !percent; }  // nothing was rounded
  double value() const;
  double low() const;  // of the cell; of a count the count itself
  double high() const;
};

// Digits with at most one point, at most 9 in front of it and 8 behind it, a minus in front and a % behind where there
// is one. Nothing for other texts.
std::optional<PrintedNumber> parse_printed(std::string_view text);
// With the same number of digits, and the % if there was one.
std::string format_printed(const PrintedNumber& number);

// A quotient of whole numbers, not negative; whole > 0.
struct Ratio {
  std::uint64_t part = 0;
  std::uint64_t whole = 1;
};

// How the printed number comes from a quotient, exactly.
enum class Printing { rounded, truncated, other };
Printing printing_of(const Ratio& ratio, const PrintedNumber& printed);

// The quotient with so many digits, half up.
PrintedNumber print(const Ratio& ratio, int digits, bool percent = false);

}  // namespace cxrval::stats
