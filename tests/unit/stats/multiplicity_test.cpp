// SPDX-License-Identifier: Apache-2.0
#include "stats/multiplicity.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace cxrval::stats;

namespace {

void check(const PValues& found, const PValues& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    REQUIRE(found[i].has_value() == expected[i].has_value());
    if (found[i]) CHECK(*found[i] == approx(*expected[i]).epsilon(1e-14));
  }
}

}  // namespace

TEST_CASE("adjusted p values are those of R's p.adjust") {
  // R 4.2.2, method "holm".
  const PValues even{0.01, 0.02, 0.03, 0.04, 0.05};
  check(holm(even), {0.05, 0.08, 0.09, 0.09, 0.09});
}

TEST_CASE("ties share their adjusted value, and missing values do not count") {
  // R 4.2.2.
  const PValues mixed{0.3, std::nullopt, 0.001, 0.04, 0.04, 0.9, 0.0005};
  check(holm(mixed), {0.6, std::nullopt, 0.005, 0.16, 0.16, 0.9, 0.003});
  CHECK(holm({}).empty());
}

TEST_CASE("adjusting keeps the order and lies between the value and Bonferroni's") {
  std::mt19937 random(71);
  for (int trial = 0; trial < 200; ++trial) {
    PValues p;
    for (std::size_t i = 0; i < 1 + random() % 12; ++i) p.push_back(static_cast<double>(random() % 40) / 40);
    const PValues family = holm(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
      REQUIRE(*p[i] <= *family[i] * (1 + 1e-15));
      REQUIRE(*family[i] <= std::min(1.0, static_cast<double>(p.size()) * *p[i]) * (1 + 1e-15));
      for (std::size_t j = 0; j < p.size(); ++j) {
        if (*p[i] <= *p[j]) REQUIRE(*family[i] <= *family[j]);
      }
    }
  }
}
