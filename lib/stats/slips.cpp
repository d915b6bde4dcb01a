// SPDX-License-Identifier: Apache-2.0
#include "stats/slips.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cxrval::stats {
namespace {

__extension__ typedef __int128 Wide;

constexpr int common_digits = 10;  // more no number has
constexpr int further_digits = 2;  // shown of what was computed

// Twice a number, and twice the ends of its cell, in units of 10^-common_digits.
struct Scaled {
  Wide low = 0;
  Wide middle = 0;
  Wide high = 0;
};

Wide power_of_ten(int digits) {
  Wide power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

Scaled scale(const PrintedNumber& number) {
  const Wide unit = power_of_ten(common_digits - number.digits);
  const Wide half = number.is_count() ? 0 : unit;
  const Wide twice = 2 * unit * number.units;
  return {twice - half, twice, twice + half};
}

Scaled total(std::span<const PrintedNumber> numbers) {
  Scaled sum;
  for (const PrintedNumber& number : numbers) {
    const Scaled one = scale(number);
    sum.low += one.low;
    sum.middle += one.middle;
    sum.high += one.high;
  }
  return sum;
}

std::uint64_t narrow(Wide value) {
  return static_cast<std::uint64_t>(value);
}

std::string range(Wide from, Wide to) {
  return std::to_string(narrow(from)) + (from == to ? "" : " to " + std::to_string(narrow(to)));
}

void add(std::string& text, const std::string& part) {
  text += (text.empty() ? "" : "; ") + part;
}

bool exchanged(std::string_view right, std::string_view printed) {
  if (right.size() != printed.size()) return false;
  for (std::size_t i = 0; i < right.size(); ++i) {
    const std::size_t next = i + 1 < right.size() && right[i + 1] == '.' ? i + 2 : i + 1;
    if (next >= right.size()) break;
    std::string other(right);
    std::swap(other[i], other[next]);
    if (other == printed && other != right) return true;
  }
  return false;
}

bool one_digit_differs(std::string_view right, std::string_view printed) {
  if (right.size() != printed.size()) return false;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < right.size(); ++i) differing += right[i] == printed[i] ? 0 : 1;
  return differing == 1;
}

std::string causes(const PrintedShare& share, const GivenNumbers& given, const std::string& right) {
  const std::string printed = format_printed(share.printed);
  const auto& [part, whole] = share.counts;
  const auto rounds = [&](const Ratio& ratio) { return printing_of(ratio, share.printed) == Printing::rounded; };
  std::string found;
  if (exchanged(right, printed)) add(found, "two digits of " + right + " exchanged");
  if (one_digit_differs(right, printed)) add(found, "one digit differs from " + right);
  if (rounds({whole - part, whole})) add(found, "the share of the other " + std::to_string(whole - part));
  for (const std::uint64_t count : given.counts) {
    if (count >= part && count != whole && rounds({part, count})) {
      add(found, "the share of " + std::to_string(part) + " in " + std::to_string(count));
    }
    if (count <= whole && count != part && count != whole - part && rounds({count, whole})) {
      add(found, "the share of " + std::to_string(count) + " in " + std::to_string(whole));
    }
  }
  for (const PrintedNumber& other : given.shares) {
    if (scale(other).middle + scale(share.printed).middle == 2 * power_of_ten(common_digits)) {
      add(found, "100% less " + format_printed(other) + ", which is printed too");
    }
  }
  return found;
}

// Which counts would be printed so.
std::string fitting_counts(const PrintedShare& share) {
  const std::string printed = format_printed(share.printed);
  const auto& [part, whole] = share.counts;
  const Wide unit = 2 * power_of_ten(share.printed.digits);
  const Wide low = std::max<Wide>(0, 2 * Wide{share.printed.units} - 1);
  const Wide high = 2 * Wide{share.printed.units} + 1;
  const Wide from = (low * whole + unit - 1) / unit;
  const Wide to = std::min(high * whole / unit, Wide{whole});
  std::string text = from <= to ? printed + " of " + std::to_string(whole) + " is " + range(from, to)
                                : "no number of " + std::to_string(whole) + " is " + printed;
  if (low > 0 && part > 0) {
    const Wide least = std::max((part * unit + high - 1) / high, Wide{part});
    const Wide most = part * unit / low;
    if (least <= most) add(text, std::to_string(part) + " is " + printed + " of " + range(least, most));
  }
  return text;
}

// A scaled sum over `count`, with further digits, half up.
std::string mean_text(Wide twice, Wide count, const PrintedNumber& like) {
  const int digits = std::min(like.digits + further_digits, common_digits - 1);
  const Wide unit = 2 * power_of_ten(common_digits - digits) * count;
  return format_printed({static_cast<std::int64_t>((2 * twice + unit) / (2 * unit)), digits, like.percent});
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::follows:
      return "follows";
    case Verdict::truncated:
      return "truncated";
    case Verdict::slip:
      return "slip";
    case Verdict::differs:
      break;
  }
  return "differs";
}

Finding check_share(const PrintedShare& share, const GivenNumbers& given) {
  const PrintedNumber right = print(share.counts, share.printed.digits, share.printed.percent);
  Finding finding{Verdict::follows, format_printed(right), ""};
  const Printing printing = printing_of(share.counts, share.printed);
  if (printing == Printing::rounded) return finding;
  const PrintedNumber longer = print(share.counts, share.printed.digits + further_digits, share.printed.percent);
  finding.explanation =
      std::to_string(share.counts.part) + " of " + std::to_string(share.counts.whole) + " is " + format_printed(longer);
  if (printing == Printing::truncated) {
    finding.verdict = Verdict::truncated;
    add(finding.explanation, "cut off instead of rounded");
    return finding;
  }
  finding.verdict = Verdict::slip;
  add(finding.explanation, fitting_counts(share));
  const std::string cause = causes(share, given, finding.computed);
  if (!cause.empty()) add(finding.explanation, "perhaps " + cause);
  return finding;
}

Finding check_sum(const PrintedNumber& printed, std::span<const PrintedNumber> terms) {
  const Scaled wanted = scale(printed);
  const Scaled sum = total(terms);
  const auto finer = [](const PrintedNumber& l, const PrintedNumber& r) { return l.digits < r.digits; };
  const PrintedNumber finest = std::max(printed, *std::max_element(terms.begin(), terms.end(), finer), finer);
  const Wide unit = 2 * power_of_ten(common_digits - finest.digits);
  constexpr Wide most = Wide{1} << 62;
  const auto format = [&](Wide twice) {
    if (twice / unit > most) throw base::Error("the terms of a sum are too large to add");
    return format_printed({static_cast<std::int64_t>(twice / unit), finest.digits, finest.percent});
  };
  Finding finding{Verdict::follows, format(sum.middle), ""};
  if (sum.low > wanted.high || sum.high < wanted.low) {
    finding.verdict = Verdict::slip;
    const bool more = sum.middle > wanted.middle;
    const Wide difference = more ? sum.middle - wanted.middle : wanted.middle - sum.middle;
    finding.explanation = "the terms add up to " + format(difference) + (more ? " more" : " less") + " than is printed";
    if (sum.low < sum.high) finding.explanation += ", which rounding does not explain";
  } else if (sum.middle != wanted.middle) {
    finding.explanation = "the difference may come from rounding";
  }
  return finding;
}

Finding check_difference(const PrintedNumber& printed, const PrintedNumber& from, const PrintedNumber& less) {
  const Scaled wanted = scale(printed);
  const Scaled first = scale(from);
  const Scaled second = scale(less);
  const PrintedNumber finest{0, std::max({printed.digits, from.digits, less.digits}), printed.percent};
  const Wide unit = 2 * power_of_ten(common_digits - finest.digits);
  PrintedNumber difference = finest;
  difference.units = static_cast<std::int64_t>((first.middle - second.middle) / unit);
  Finding finding{Verdict::follows, format_printed(difference), ""};
  if (first.low - second.high > wanted.high || first.high - second.low < wanted.low) {
    finding.verdict = Verdict::slip;
    finding.explanation = "it is " + finding.computed;
  }
  return finding;
}

Finding check_same(std::span<const PrintedNumber> numbers) {
  Scaled common = scale(numbers.front());
  Finding finding;
  for (const PrintedNumber& number : numbers) {
    const Scaled one = scale(number);
    common.low = std::max(common.low, one.low);
    common.high = std::min(common.high, one.high);
    finding.computed += (finding.computed.empty() ? "" : ", ") + format_printed(number);
  }
  if (common.low <= common.high) return finding;
  finding.verdict = Verdict::slip;
  finding.explanation = "no number is printed in all these ways";
  if (numbers.size() != 2 || numbers[0].digits != numbers[1].digits || numbers[0].percent != numbers[1].percent) {
    return finding;
  }
  const std::int64_t difference = numbers[0].units - numbers[1].units;
  PrintedNumber apart = numbers[0];
  apart.units = difference < 0 ? -difference : difference;
  finding.explanation = "they differ by " + format_printed(apart);
  const std::string one = format_printed(numbers[0]);
  const std::string other = format_printed(numbers[1]);
  if (exchanged(one, other)) add(finding.explanation, "perhaps two digits exchanged");
  if (one_digit_differs(one, other)) add(finding.explanation, "perhaps one wrong digit");
  return finding;
}

Finding check_mean(const PrintedNumber& printed, std::span<const PrintedNumber> values) {
  const Wide count = static_cast<Wide>(values.size());
  const Scaled sum = total(values);
  const Scaled wanted = scale(printed);
  Finding finding{Verdict::follows, mean_text(sum.middle, count, printed), ""};
  if (sum.low <= wanted.high * count && sum.high >= wanted.low * count) return finding;
  const Wide unit = 2 * power_of_ten(common_digits - printed.digits);
  const bool truncated = sum.middle / (unit * count) == printed.units;
  finding.verdict = truncated ? Verdict::truncated : Verdict::slip;
  finding.explanation = "of numbers rounded so the mean is from " +
                        mean_text(std::max<Wide>(sum.low, 0), count, printed) + " to " +
                        mean_text(sum.high, count, printed);
  if (truncated) add(finding.explanation, "cut off instead of rounded");
  return finding;
}

Finding check_harmonic_mean(const PrintedNumber& printed, const PrintedNumber& a, const PrintedNumber& b) {
  if (a.units + b.units == 0) throw base::Error("the harmonic mean of 0 and 0 is not defined");
  const auto mean = [](double x, double y) { return x + y > 0 ? 2 * x * y / (x + y) : 0; };
  const double scale_of_text = printed.percent ? 100 : 1;
  const int digits = printed.digits - (printed.percent ? 2 : 0) + further_digits;
  const auto format = [&](double value) {
    return base::format_fixed(value * scale_of_text, digits) + (printed.percent ? "%" : "");
  };
  constexpr double rounding = 1e-12;
  const double low = mean(std::max(a.low(), 0.0), std::max(b.low(), 0.0));
  const double high = mean(a.high(), b.high());
  Finding finding{Verdict::follows, format(mean(a.value(), b.value())), ""};
  if (low > printed.high() + rounding || high < printed.low() - rounding) {
    finding.verdict = Verdict::slip;
    finding.explanation = "of numbers rounded so it is from " + format(low) + " to " + format(high) +
                          "; perhaps an average over classes of each class's F1";
  }
  return finding;
}

Finding check_value(const PrintedNumber& printed, const Ratio& value) {
  const bool whole = printed.is_count() && value.part % value.whole == 0;
  const int digits = printed.digits + (whole ? 0 : further_digits);
  Finding finding{Verdict::follows, format_printed(print(value, digits, printed.percent)), ""};
  const Printing printing = printing_of(value, printed);
  if (printing == Printing::truncated) finding.verdict = Verdict::truncated;
  if (printing != Printing::other) return finding;
  finding.verdict = Verdict::differs;
  if (!whole) return finding;
  const auto found = static_cast<std::int64_t>(value.part / value.whole);
  const std::int64_t more = found - printed.units;
  finding.explanation = std::to_string(more < 0 ? -more : more) + (more < 0 ? " less" : " more") + " than printed";
  return finding;
}

Finding check_value(const PrintedNumber& printed, double value) {
  if (!std::isfinite(value)) return {Verdict::differs, "", "it is not finite"};
  const int digits = printed.digits - (printed.percent ? 2 : 0) + further_digits;
  Finding finding{Verdict::follows, base::format_fixed(value * (printed.percent ? 100 : 1), digits), ""};
  if (printed.percent) finding.computed += '%';
  if (printed.low() <= value && value <= printed.high()) return finding;
  const PrintedNumber next{printed.units + 1, printed.digits, printed.percent};
  const bool cut_off = !printed.is_count() && printed.value() <= value && value < next.value();
  finding.verdict = cut_off ? Verdict::truncated : Verdict::differs;
  return finding;
}

}  // namespace cxrval::stats
