// SPDX-License-Identifier: Apache-2.0
#include "stats/mcnemar.hpp"

#include "catch.hpp"
#include "stats/random.hpp"

#include <cmath>

using namespace cxrval::stats;

namespace {

// Term by term, as the definition reads.
double slow_tail(std::uint64_t n, std::uint64_t k) {
  double chance = std::pow(0.5, static_cast<double>(n));
  double sum = 0;
  for (std::uint64_t i = 0; i <= k; ++i) {
    sum += chance;
    chance *= static_cast<double>(n - i) / static_cast<double>(i + 1);
  }
  return sum;
}

}  // namespace

TEST_CASE("McNemar's test is R's") {
  // R 4.2.2, binom.test and mcnemar.test; the mid-p value in closed form
  const Mcnemar accuracy = mcnemar({0, 36, 26, 0});
  CHECK(accuracy.exact_p == approx(0.252854394188111).epsilon(1e-12));
  CHECK(accuracy.mid_p == approx(0.2073678998568542).epsilon(1e-12));
  CHECK(*accuracy.chi_square == approx(1.61290322580645).epsilon(1e-12));
  CHECK(*accuracy.chi_square_p == approx(0.204084177765573).epsilon(1e-12));
  CHECK(*accuracy.corrected_chi_square == approx(1.30645161290323).epsilon(1e-12));
  CHECK(*accuracy.corrected_p == approx(0.253038116494755).epsilon(1e-12));
  CHECK(mcnemar({88, 22, 9, 21}).exact_p == approx(0.0294493734836578).epsilon(1e-12));
  CHECK(mcnemar({214, 14, 17, 15}).exact_p == approx(0.720100131817162).epsilon(1e-12));
  const Mcnemar other = mcnemar({40, 12, 5, 43});
  CHECK(other.exact_p == approx(0.143463134765625).epsilon(1e-13));
  CHECK(other.mid_p == approx(0.0962524414062501).epsilon(1e-13));
  CHECK(*other.chi_square_p == approx(0.0895550744136431).epsilon(1e-12));
  CHECK(*other.corrected_p == approx(0.145610095396868).epsilon(1e-12));
}

TEST_CASE("McNemar's exact p value is the binomial sum") {
  for (std::uint64_t b = 0; b < 40; ++b) {
    for (std::uint64_t c = 0; c < 40; ++c) {
      const Mcnemar found = mcnemar({3, b, c, 4});
      if (b + c == 0) continue;
      const std::uint64_t smaller = std::min(b, c);
      const double below = smaller == 0 ? 0 : slow_tail(b + c, smaller - 1);
      const double here = slow_tail(b + c, smaller) - below;
      CHECK(found.exact_p == approx(std::min(1.0, 2 * (below + here))).epsilon(1e-12));
      CHECK(found.mid_p == approx(std::min(1.0, 2 * below + here)).epsilon(1e-12));
      CHECK(found.exact_p == mcnemar({0, c, b, 0}).exact_p);
    }
  }
}

TEST_CASE("McNemar's test of nothing discordant has no chi-square and cannot reject") {
  const Mcnemar found = mcnemar({5, 0, 0, 7});
  CHECK(found.exact_p == 1);
  CHECK(found.mid_p == 1);
  CHECK_FALSE(found.chi_square);
  CHECK_FALSE(found.corrected_p);
  CHECK_FALSE(found.reason.empty());
  CHECK(*mcnemar({5, 4, 4, 7}).corrected_chi_square == 0);
  CHECK(mcnemar({5, 4, 4, 7}).exact_p == 1);
}

TEST_CASE("McNemar's test of a billion studies is a number") {
  const Mcnemar found = mcnemar({400'000'000, 300'000'000, 300'030'000, 0});
  CHECK(found.exact_p == approx(*found.corrected_p).epsilon(1e-3));
  CHECK(mcnemar({0, 1'000'000'000, 0, 0}).exact_p == 0);
}

TEST_CASE("the Wald interval of a paired difference is R's and Newcombe's the one of his paper") {
  const Interval wald = paired_difference_wald({88, 22, 9, 21}, 0.95);
  CHECK(*wald.estimate == approx(0.09285714285714286).epsilon(1e-13));
  CHECK(*wald.low == approx(0.01644258010055144).epsilon(1e-10));
  CHECK(*wald.high == approx(0.16927170561373428).epsilon(1e-10));
  // Newcombe, Stat. Med. 17, 1998, 2635-2650, table II, method 10, which prints 0.0569 and 0.3404
  const Interval score = paired_difference_newcombe({36, 12, 2, 0}, 0.95);
  CHECK(*score.estimate == approx(0.2));
  CHECK(*score.low == approx(0.0569295840032388).epsilon(1e-12));
  CHECK(*score.high == approx(0.3404276029749406).epsilon(1e-12));
  // R 4.2.2, from the formulas
  const Interval other = paired_difference_newcombe({40, 12, 5, 43}, 0.95);
  CHECK(*other.low == approx(-0.0115805140224411).epsilon(1e-11));
  CHECK(*other.high == approx(0.1494160857886321).epsilon(1e-11));
  const Interval one_sided = paired_difference_newcombe({29, 6, 0, 0}, 0.95);
  CHECK(*one_sided.low == approx(0.0374361881201989).epsilon(1e-11));
  CHECK(*one_sided.high == approx(0.3268228229904495).epsilon(1e-11));
}

TEST_CASE("a paired difference without variance has Newcombe's limits but not Wald's") {
  const PairedCounts same{43, 0, 0, 7};
  CHECK_FALSE(paired_difference_wald(same, 0.95).low);
  CHECK(*paired_difference_newcombe(same, 0.95).low == approx(-0.0637640711052306).epsilon(1e-11));
  CHECK(*paired_difference_newcombe(same, 0.95).high == approx(0.0637640711052306).epsilon(1e-11));
  CHECK(*paired_difference_newcombe({0, 0, 0, 50}, 0.95).high == approx(0.0713475991333587).epsilon(1e-11));
  CHECK_FALSE(paired_difference_wald({}, 0.95).estimate);
  CHECK_FALSE(paired_difference_newcombe({}, 0.95).estimate);
}

TEST_CASE("limits of a paired difference hold the estimate and turn with the raters") {
  RandomStream random(8, 0);
  for (int round = 0; round < 300; ++round) {
    const auto below = [&random](std::uint64_t end) { return random.bits() % end; };
    const PairedCounts counts{below(20), below(9), below(9), below(20)};
    if (counts.total() == 0) continue;
    const PairedCounts turned{counts.both, counts.second_only, counts.first_only, counts.neither};
    const Interval one = paired_difference_newcombe(counts, 0.9);
    const Interval other = paired_difference_newcombe(turned, 0.9);
    CHECK(*one.low <= *one.estimate);
    CHECK(*one.estimate <= *one.high);
    CHECK(*one.low >= -1);
    CHECK(*one.high <= 1);
    CHECK(*one.low == approx(-*other.high).margin(1e-12));
    CHECK(*one.high == approx(-*other.low).margin(1e-12));
  }
}
