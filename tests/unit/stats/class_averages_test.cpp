// SPDX-License-Identifier: Apache-2.0
#include "stats/class_averages.hpp"

#include "catch.hpp"

#include <cmath>
#include <vector>

using namespace cxrval::stats;

namespace {

using Values = std::vector<std::optional<double>>;

}  // namespace

TEST_CASE("a macro average is over the classes that count, and nothing where one of them is nothing") {
  const Values classes{0.5, std::nullopt, 1.0};
  CHECK(macro_average(classes, std::vector<std::uint8_t>{1, 0, 1}) == 0.75);
  CHECK_FALSE(macro_average(classes, std::vector<std::uint8_t>{1, 1, 1}));
  CHECK_FALSE(macro_average(classes, std::vector<std::uint8_t>{0, 0, 0}));
}

TEST_CASE("a weighted average does not ask for classes without studies") {
  const Values classes{0.5, std::nullopt, 1.0};
  CHECK(weighted_average(classes, std::vector<std::uint64_t>{3, 0, 1}) == 0.625);
  CHECK_FALSE(weighted_average(classes, std::vector<std::uint64_t>{3, 1, 1}));
  CHECK_FALSE(weighted_average(classes, std::vector<std::uint64_t>{0, 0, 0}));
}

TEST_CASE("the micro average of one label a study is the share of right predictions") {
  // 6 of 10 right; each wrong one is a false positive of one class and a false negative of another.
  const std::vector<Confusion> classes{{3, 1, 2, 4}, {2, 2, 1, 5}, {1, 1, 1, 7}};
  const Confusion total = micro_total(classes);
  for (const Measure measure : {Measure::f1, Measure::sensitivity, Measure::ppv}) CHECK(value(measure, total) == 0.6);
}

TEST_CASE("MCC of two classes is that of the confusion table") {
  const Confusion counts{30, 7, 11, 52};
  CHECK(std::abs(multi_class_mcc(AgreementTable(counts)).value() - value(Measure::mcc, counts).value()) < 1e-15);
  CHECK_FALSE(multi_class_mcc(AgreementTable(Confusion{5, 0, 7, 0})));
}
