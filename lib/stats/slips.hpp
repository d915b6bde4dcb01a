// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/printed_number.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// Whether printed numbers follow from one another, exactly: everything is compared as whole numbers, but for the
// harmonic mean. Numbers printed with digits behind the point, or with a %, stand for their whole cell; others are
// counts and exact. No number may be negative.
enum class Verdict {
  follows,
  truncated,  // the digits that follow were cut off instead of rounded
  slip,       // what is printed cannot be
  differs,    // a number that was computed elsewhere is not printed so
};
std::string_view name(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::follows;
  std::string computed;     // what should be printed, or what was computed with more digits
  std::string explanation;  // for people; empty where there is nothing to say
};

// A printed share of two counts.
struct PrintedShare {
  PrintedNumber printed;
  Ratio counts;  // part <= whole
};

// Everything else that the paper gives, to look for a likely cause.
struct GivenNumbers {
  std::vector<std::uint64_t> counts;
  std::vector<PrintedNumber> shares;
};

// Of a slip it says which counts would be printed so, and of causes what is simple: digits exchanged, one digit
// different, the complement, another given number as the part or the whole, 100% less another printed share.
Finding check_share(const PrintedShare& share, const GivenNumbers& given);

// printed = terms[0] + terms[1] + ...
Finding check_sum(const PrintedNumber& printed, std::span<const PrintedNumber> terms);

// printed = from - less
Finding check_difference(const PrintedNumber& printed, const PrintedNumber& from, const PrintedNumber& less);

// The same quantity printed several times: at least two numbers.
Finding check_same(std::span<const PrintedNumber> numbers);

// The mean of printed numbers; at least one.
Finding check_mean(const PrintedNumber& printed, std::span<const PrintedNumber> values);

// F1 from precision and recall as printed, 2ab / (a + b). Throws base::Error when both are 0.
Finding check_harmonic_mean(const PrintedNumber& printed, const PrintedNumber& a, const PrintedNumber& b);

// Against a number that was computed elsewhere: follows, truncated or differs. A number that is not finite differs.
Finding check_value(const PrintedNumber& printed, const Ratio& value);
Finding check_value(const PrintedNumber& printed, double value);

}  // namespace cxrval::stats
