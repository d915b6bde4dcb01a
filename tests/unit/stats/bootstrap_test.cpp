// SPDX-License-Identifier: Apache-2.0
#include "stats/bootstrap.hpp"

#include "base/error.hpp"
#include "stats/tally.hpp"

#include "catch.hpp"

#include <array>
#include <cmath>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace cxrval::stats;

namespace {

constexpr Confusion paper_shape{1178, 674, 578, 3855};

bool within(double value, double low, double high) {
  return low <= value && value <= high;
}

// Invented patients of the paper's numbers: 5,989 with 6,285 studies, of 12 kinds. References: NumPy, 1e6 resamples.
Population invented_patients() {
  return Population({{{3, 0, 0, 0}, 16},
                     {{2, 0, 0, 0}, 31},
                     {{1, 0, 1, 0}, 6},
                     {{1, 0, 0, 0}, 1062},
                     {{0, 2, 0, 0}, 22},
                     {{0, 1, 1, 0}, 3},
                     {{0, 1, 0, 1}, 10},
                     {{0, 1, 0, 0}, 617},
                     {{0, 0, 2, 0}, 27},
                     {{0, 0, 1, 0}, 515},
                     {{0, 0, 0, 2}, 165},
                     {{0, 0, 0, 1}, 3515}});
}

}  // namespace

TEST_CASE("10,000 resamples of studies fall inside the windows of the exact law") {
  const Distribution f1 = distribution(Measure::f1, resample(Population::of_studies(paper_shape), 10'000, 1));
  CHECK(f1.undefined == 0);
  CHECK(*f1.mean() == approx(0.6529305210447435).epsilon(0).margin(0.00046002039877400086));
  CHECK(*f1.standard_deviation() == approx(0.009200407975480017).epsilon(0).margin(0.00032528354345723575));
  CHECK(within(*f1.quantile(0.025), 0.63342776203966, 0.6359318245319922));
  CHECK(within(*f1.quantile(0.975), 0.669615703621786, 0.672));
}

TEST_CASE("a million resamples fall inside windows ten times narrower") {
  const Distribution f1 = distribution(Measure::f1, resample(Population::of_studies(paper_shape), 1'000'000, 1));
  CHECK(*f1.mean() == approx(0.6529305210447435).epsilon(0).margin(4.6002039877400086e-05));
  CHECK(within(*f1.quantile(0.025), 0.6345996173817983, 0.6348489127365151));
  CHECK(within(*f1.quantile(0.975), 0.6706750478272752, 0.6709035645205857));
}

TEST_CASE("undefined resamples are counted and left out") {
  const Distribution f1 = distribution(Measure::f1, resample(Population::of_studies({1, 1, 0, 18}), 10'000, 1));
  CHECK(f1.values.size() + f1.undefined == 10'000);
  CHECK(static_cast<double>(f1.undefined) / 10'000 == approx(0.12157665459056932).epsilon(0).margin(0.0163398));
  CHECK(*f1.mean() == approx(0.571086829038794).epsilon(0).margin(0.0205654));
  CHECK(*f1.quantile(0.025) == 0);
  CHECK(*f1.quantile(0.975) == 1);
}

TEST_CASE("a measure that no resample defines has no mean and no quantile") {
  const Distribution f1 = distribution(Measure::f1, resample(Population::of_studies({0, 0, 0, 4}), 50, 1));
  CHECK(f1.undefined == 50);
  CHECK_FALSE(f1.mean());
  CHECK_FALSE(f1.standard_deviation());
  CHECK_FALSE(f1.quantile(0.5));
}

TEST_CASE("each resample has as many units as the sample") {
  const Population studies = Population::of_studies(paper_shape);
  for (std::uint64_t i = 0; i < 200; ++i) CHECK(studies.resample(4, i).total() == paper_shape.total());
}

TEST_CASE("resampling counts equals resampling studies one by one") {
  // The same statistic from a slow bootstrap over rows; both samples of 20,000 agree in mean and spread.
  const Confusion counts{12, 5, 7, 16};
  std::vector<int> rows;
  for (const auto& [kind, count] : {std::pair{0, 12}, std::pair{1, 5}, std::pair{2, 7}, std::pair{3, 16}}) {
    rows.insert(rows.end(), static_cast<std::size_t>(count), kind);
  }
  std::vector<Confusion> slow;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    RandomStream random(99, i);
    std::array<std::uint64_t, 4> cells{};
    for (std::size_t j = 0; j < rows.size(); ++j) {
      const auto pick = static_cast<std::size_t>(random.uniform() * static_cast<double>(rows.size()));
      ++cells[static_cast<std::size_t>(rows[pick])];
    }
    slow.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  const auto fast = resample(Population::of_studies(counts), 20'000, 3);
  for (const Measure measure : {Measure::f1, Measure::npv, Measure::mcc}) {
    const Distribution left = distribution(measure, slow);
    const Distribution right = distribution(measure, fast);
    CHECK(*left.mean() == approx(*right.mean()).epsilon(0).margin(5 * *left.standard_deviation() / 100));
    CHECK(*left.standard_deviation() == approx(*right.standard_deviation()).epsilon(0.03));
  }
}

TEST_CASE("resampling patients is wider than resampling their studies when these are alike") {
  // 60 patients with 5 studies each, whose studies all fall into one cell.
  const Population patients({{{5, 0, 0, 0}, 20}, {{0, 5, 0, 0}, 8}, {{0, 0, 5, 0}, 12}, {{0, 0, 0, 5}, 20}});
  const double clustered = *distribution(Measure::f1, resample(patients, 5'000, 1)).standard_deviation();
  const double naive =
      *distribution(Measure::f1, resample(Population::of_studies(patients.total()), 5'000, 1)).standard_deviation();
  CHECK(clustered / naive == approx(std::sqrt(5)).epsilon(0.05));
}

TEST_CASE("10,000 resamples of patients fall inside the windows of the reference") {
  const Population patients = invented_patients();
  CHECK(patients.units() == 5989);
  CHECK(patients.clusters().size() == 12);
  CHECK(patients.total() == paper_shape);
  const Distribution f1 = distribution(Measure::f1, resample(patients, 10'000, 1));
  CHECK(*f1.mean() == approx(0.6529335073193274).epsilon(0).margin(0.00048614859249090675));
  CHECK(*f1.standard_deviation() == approx(0.009674718589933858).epsilon(0).margin(0.00044688665633900036));
  CHECK(*f1.quantile(0.025) == approx(0.6338028169014085).epsilon(0).margin(0.0013631271584363337));
  CHECK(*f1.quantile(0.975) == approx(0.6716738197424893).epsilon(0).margin(0.0012817695623518518));
}

TEST_CASE("the spread over patients equals the linearised standard error") {
  const Population patients = invented_patients();
  const Confusion& all = patients.total();
  const double f1 = *value(Measure::f1, all);
  const double denominator = static_cast<double>(2 * all.tp + all.fp + all.fn);
  double variance = 0;
  for (const Cluster& kind : patients.clusters()) {
    const double influence =
        (2 * static_cast<double>(kind.cells.tp) * (1 - f1) - f1 * static_cast<double>(kind.cells.fp + kind.cells.fn)) /
        denominator;
    variance += static_cast<double>(kind.count) * influence * influence;
  }
  CHECK(std::sqrt(variance) == approx(0.009665961671888164).epsilon(0).margin(1e-12));
  const Distribution found = distribution(Measure::f1, resample(patients, 20'000, 1));
  CHECK(*found.standard_deviation() == approx(std::sqrt(variance)).epsilon(0.02));
}

TEST_CASE("the number of studies varies when patients are drawn") {
  const auto drawn = resample(invented_patients(), 10'000, 1);
  double sum = 0, squares = 0;
  for (const Confusion& counts : drawn) {
    const double more = static_cast<double>(counts.total()) - 6285;
    sum += more;
    squares += more * more;
  }
  CHECK(sum / 10'000 == approx(0).margin(0.885925348418216));
  CHECK(std::sqrt(squares / 10'000) == approx(17.71850696836432).epsilon(0).margin(0.885925349418216));
}

TEST_CASE("patients with one study each are resampled as studies, number by number") {
  Tally tally;
  for (int i = 0; i < 40; ++i) tally.add(std::to_string(i), i % 3 == 0, i % 4 == 0);
  CHECK_FALSE(tally.patients_repeat());
  CHECK(resample(tally.of_patients(), 500, 8) == resample(tally.of_studies(), 500, 8));
}

TEST_CASE("a patient brings all of his studies") {
  Tally tally;
  tally.add("A", true, true);
  tally.add("B", false, true);
  tally.add("A", false, false);
  CHECK(tally.patients_repeat());
  CHECK(tally.patients() == 2);
  const Population patients = tally.of_patients();
  REQUIRE(patients.clusters().size() == 2);
  CHECK(patients.clusters()[0].cells == Confusion{1, 0, 0, 1});
  CHECK(patients.clusters()[1].cells == Confusion{0, 1, 0, 0});
}

TEST_CASE("the order and splitting of kinds changes nothing") {
  const Population one({{{1, 0, 0, 0}, 5}, {{0, 0, 0, 1}, 9}});
  const Population other({{{0, 0, 0, 1}, 4}, {{1, 0, 0, 0}, 5}, {{0, 1, 0, 0}, 0}, {{0, 0, 0, 1}, 5}});
  CHECK(resample(one, 100, 1) == resample(other, 100, 1));
}

TEST_CASE("resamples are the same whoever draws them, in 1, 2 or 7 threads") {
  const Population patients = invented_patients();
  const auto expected = resample(patients, 700, 21);
  for (const std::size_t workers : {1, 2, 7}) {
    std::vector<Confusion> drawn(expected.size());
    std::vector<std::thread> threads;
    for (std::size_t w = 0; w < workers; ++w) {
      threads.emplace_back([&, w] {
        for (std::size_t i = w; i < drawn.size(); i += workers) drawn[i] = patients.resample(21, i);
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(drawn == expected);
  }
}

TEST_CASE("more than 1e9 studies are refused, not overflowed") {
  CHECK_THROWS_WITH(Population::of_studies({~std::uint64_t{0}, 5, 5, 5}), "more than 1e9 studies");
  CHECK_THROWS_WITH(Population({{{~std::uint64_t{0}, 0, 0, 0}, ~std::uint64_t{0}}}), "more than 1e9 studies");
  CHECK_NOTHROW(Population::of_studies({1'000'000'000, 0, 0, 0}));
}

TEST_CASE("a resample of no units has no counts") {
  const Population nobody = Population::of_studies({});
  CHECK(nobody.units() == 0);
  CHECK(nobody.resample(1, 0) == Confusion{});
}

TEST_CASE("patients without studies are no units, and those of another tally can be left out") {
  Tally tally;
  tally.add("a", true, true);
  tally.add("b", {0, 2, 0, 1});
  tally.add("c", Confusion{});
  CHECK(tally.total() == Confusion{1, 2, 0, 1});
  CHECK(tally.of_patients().units() == 2);
  Tally others;
  others.add("b", Confusion{});
  CHECK(Population(tally.clusters(others)).total() == Confusion{1, 0, 0, 0});
  CHECK(Population(tally.clusters(others)).units() == 1);
}
