// SPDX-License-Identifier: Apache-2.0
#include "stats/slips.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <limits>
#include <vector>

using namespace cxrval::stats;

namespace {

PrintedNumber number(const char* text) {
  return parse_printed(text).value();
}

std::vector<PrintedNumber> numbers(std::initializer_list<const char*> texts) {
  std::vector<PrintedNumber> found;
  for (const char* text : texts) found.push_back(number(text));
  return found;
}

}  // namespace

// Wrong in the VinDr-CXR validation: 4,529 (72.4%) normal and 1,756 (27.6%) abnormal of 6,285.
TEST_CASE("a percentage that its counts do not give says what it should be and which counts would") {
  const Finding normal = check_share({number("72.4%"), {4529, 6285}}, {{6285, 4529, 1756}, {number("27.6%")}});
  CHECK(normal.verdict == Verdict::slip);
  CHECK(normal.computed == "72.1%");
  CHECK(normal.explanation ==
        "4529 of 6285 is 72.060%; 72.4% of 6285 is 4548 to 4553; 4529 is 72.4% of 6252 to 6259; perhaps one digit "
        "differs from 72.1%; 100% less 27.6%, which is printed too");
  for (std::uint64_t part = 0; part <= 6285; ++part) {
    const bool printed_so = check_share({number("72.4%"), {part, 6285}}, {}).verdict == Verdict::follows;
    CHECK(printed_so == (part >= 4548 && part <= 4553));
  }
  CHECK(check_share({number("72.1%"), {4529, 6285}}, {}).verdict == Verdict::follows);
  CHECK(check_share({number("27.9%"), {1756, 6285}}, {}).explanation.empty());
}

TEST_CASE("digits that were cut off are told from a slip") {
  const Finding finding = check_share({number("0.66"), {2, 3}}, {});
  CHECK(finding.verdict == Verdict::truncated);
  CHECK(finding.computed == "0.67");
  CHECK(finding.explanation == "2 of 3 is 0.6667; cut off instead of rounded");
}

TEST_CASE("simple causes of a slip are named") {
  const auto causes = [](const char* printed, Ratio counts, std::vector<std::uint64_t> given) {
    return check_share({number(printed), counts}, {std::move(given), {}}).explanation;
  };
  CHECK_THAT(causes("27.1%", {4529, 6285}, {}), contains("two digits of 72.1% exchanged"));
  CHECK_THAT(causes("71.2%", {4529, 6285}, {}), contains("two digits of 72.1% exchanged"));
  CHECK_THAT(causes("27.9%", {4529, 6285}, {}), contains("the share of the other 1756"));
  CHECK_THAT(causes("68.8%", {4529, 6285}, {6585}), contains("the share of 4529 in 6585"));
  CHECK_THAT(causes("95.4%", {4529, 6585}, {6285}), contains("the share of 6285 in 6585"));
  CHECK_THAT(causes("0.99", {1, 3}, {}), contains("no number of 3 is 0.99"));
}

TEST_CASE("sums of counts are exact and sums of rounded numbers have their play") {
  CHECK(check_sum(number("6285"), numbers({"4529", "1756"})).verdict == Verdict::follows);
  const Finding wrong = check_sum(number("6285"), numbers({"4529", "1757"}));
  CHECK(wrong.verdict == Verdict::slip);
  CHECK(wrong.computed == "6286");
  CHECK(wrong.explanation == "the terms add up to 1 more than is printed");
  const Finding rounded = check_sum(number("100%"), numbers({"33.3%", "33.3%", "33.3%"}));
  CHECK(rounded.verdict == Verdict::follows);
  CHECK(rounded.computed == "99.9%");
  CHECK(rounded.explanation == "the difference may come from rounding");
  CHECK(check_sum(number("100.0%"), numbers({"33.1%", "33.3%", "33.3%"})).verdict == Verdict::slip);
  CHECK_THROWS_AS(check_sum(number("1"), std::vector<PrintedNumber>(1000, number("999999999.12345678%"))),
                  cxrval::base::Error);
}

TEST_CASE("one quantity that is printed in two ways must have a value in common") {
  const Finding counts = check_same(numbers({"6687", "6585"}));
  CHECK(counts.verdict == Verdict::slip);
  CHECK(counts.explanation == "they differ by 102");
  CHECK(check_same(numbers({"0.653", "65.3%", "0.65"})).verdict == Verdict::follows);
  CHECK(check_same(numbers({"0.653", "0.66"})).verdict == Verdict::slip);
  CHECK(check_same(numbers({"0.65", "0.645"})).verdict == Verdict::follows);
  CHECK_THAT(check_same(numbers({"6285", "6258"})).explanation, contains("two digits exchanged"));
}

// Table 1 of the VinDr-CXR validation: 17 values of AP at an IoU of 0.4, and their mean.
TEST_CASE("the mean of the 17 printed average precisions is printed right") {
  const auto values = numbers({"0.663", "0.231", "0.272", "0.860", "0.459", "0.281", "0.185", "0.256", "0.318", "0.315",
                               "0.251", "0.197", "0.387", "0.228", "0.579", "0.340", "0.381"});
  const Finding finding = check_mean(number("0.365"), values);
  CHECK(finding.verdict == Verdict::follows);
  CHECK(finding.computed == "0.36488");
  const Finding wrong = check_mean(number("0.367"), values);
  CHECK(wrong.verdict == Verdict::slip);
  CHECK(wrong.explanation == "of numbers rounded so the mean is from 0.36438 to 0.36538");
  CHECK(check_mean(number("0.36"), values).verdict == Verdict::follows);  // 0.36438 to 0.365 round to it
  CHECK(check_mean(number("0.36"), numbers({"0.368", "0.369"})).verdict == Verdict::truncated);
  CHECK(check_mean(number("2"), numbers({"1", "2", "3"})).verdict == Verdict::follows);
}

// The DICOM Imaging Router prints recall .982, precision .985 and F1 .981.
TEST_CASE("F1 must be the harmonic mean of some precision and recall that are printed so") {
  const Finding router = check_harmonic_mean(number("0.981"), number("0.985"), number("0.982"));
  CHECK(router.verdict == Verdict::slip);
  CHECK(router.computed == "0.98350");
  CHECK_THAT(router.explanation, contains("from 0.98300 to 0.98400"));
  CHECK(check_harmonic_mean(number("0.983"), number("0.985"), number("0.982")).verdict == Verdict::follows);
  CHECK(check_harmonic_mean(number("98.4%"), number("0.985"), number("0.982")).verdict == Verdict::follows);
  CHECK_THROWS_AS(check_harmonic_mean(number("0.0"), number("0.0"), number("0.0")), cxrval::base::Error);
}

TEST_CASE("what a sum misses is said with all digits of the numbers") {
  const Finding finding = check_sum(number("3.4"), numbers({"1", "2"}));
  CHECK(finding.verdict == Verdict::slip);
  CHECK(finding.computed == "3.0");
  CHECK(finding.explanation == "the terms add up to 0.4 less than is printed");
}

TEST_CASE("a difference is compared with what the cells of its numbers leave") {
  const auto check = [](const char* printed, const char* from, const char* less) {
    return check_difference(number(printed), number(from), number(less));
  };
  CHECK(check("4529", "6285", "1756").verdict == Verdict::follows);
  CHECK(check("4530", "6285", "1756").verdict == Verdict::slip);
  CHECK(check("4530", "6285", "1756").explanation == "it is 4529");
  CHECK(check("95%", "97.5%", "2.5%").computed == "95.0%");
  CHECK(check("94%", "97.5%", "2.5%").verdict == Verdict::slip);
  CHECK(check("0.3", "0.5", "0.1").verdict == Verdict::follows);  // 0.55 - 0.05 is 0.5, 0.45 - 0.15 is 0.3
  CHECK(check("0.7", "0.5", "0.1").verdict == Verdict::slip);
  CHECK(check("1", "1", "3").computed == "-2");
}

TEST_CASE("a value from elsewhere follows, is cut off, or differs") {
  CHECK(check_value(number("6285"), Ratio{6285, 1}).verdict == Verdict::follows);
  CHECK(check_value(number("6285"), Ratio{6280, 1}).verdict == Verdict::differs);
  CHECK(check_value(number("6285"), Ratio{6280, 1}).explanation == "5 less than printed");
  CHECK(check_value(number("6285"), Ratio{6290, 1}).explanation == "5 more than printed");
  CHECK(check_value(number("27.9%"), Ratio{1756, 6285}).computed == "27.940%");
  CHECK(check_value(number("27.6%"), Ratio{1756, 6285}).verdict == Verdict::differs);
  CHECK(check_value(number("0.653"), 0.65324).verdict == Verdict::follows);
  CHECK(check_value(number("0.653"), 0.65324).computed == "0.65324");
  CHECK(check_value(number("0.653"), 0.6525).verdict == Verdict::follows);
  CHECK(check_value(number("0.653"), 0.6539).verdict == Verdict::truncated);
  CHECK(check_value(number("0.653"), 0.654).verdict == Verdict::differs);
  CHECK(check_value(number("0.653"), 0.6524).verdict == Verdict::differs);
  CHECK(check_value(number("95%"), 0.95).verdict == Verdict::follows);
  CHECK(check_value(number("24"), 24.0).verdict == Verdict::follows);
  CHECK(check_value(number("24"), 24.4).verdict == Verdict::differs);
  CHECK(check_value(number("0.5"), std::numeric_limits<double>::quiet_NaN()).verdict == Verdict::differs);
}

TEST_CASE("a quotient and its decimals are judged alike") {
  for (std::uint64_t whole = 1; whole <= 60; ++whole) {
    for (std::uint64_t part = 0; part <= whole; ++part) {
      const double value = static_cast<double>(part) / static_cast<double>(whole);
      for (std::int64_t units = 0; units <= 100; units += 5) {
        const PrintedNumber printed{units, 2, false};
        CHECK(check_value(printed, Ratio{part, whole}).verdict == check_value(printed, value).verdict);
      }
    }
  }
}
