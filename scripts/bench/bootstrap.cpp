// SPDX-License-Identifier: Apache-2.0
// bench_stats RUNS: median milliseconds of processor time over RUNS, one row "NAME MS" for each: 10,000 resamples of a
// measure with both limits, from counts to limits, and exact laws. The counts and patients are invented.
#include "stats/bootstrap.hpp"
#include "stats/exact_law.hpp"
#include "stats/random.hpp"
#include "stats/score_resamples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

using namespace cxrval::stats;

namespace {

constexpr Confusion paper_shape{1178, 674, 578, 3855};
constexpr std::array limits{0.025, 0.975};

double checksum = 0;  // so that no work is left out

template <class Work>
void report(const char* name, int runs, Work work) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    const std::clock_t start = std::clock();
    checksum += work();
    times.push_back(1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::sort(times.begin(), times.end());
  std::printf("%s %.4f\n", name, times[times.size() / 2]);
}

double limits_of(const Population& population, Measure measure) {
  const Distribution found = distribution(measure, resample(population, 10'000, 1));
  return *found.quantile(limits[0]) + *found.quantile(limits[1]);
}

Population invented_patients(Strata strata) {
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
                     {{0, 0, 0, 1}, 3515}},
                    strata);
}

// 6,285 studies of which 1,756 are positive; with a grid the scores are rounded to 1 / grid. Twenty studies a patient.
Scored invented_scores(double grid) {
  RandomStream random(1, 0);
  std::vector<ScoredStudy> studies;
  for (std::uint32_t i = 0; i < 6285; ++i) {
    const bool positive = i < 1756;
    const double u = random.uniform();
    const double score = positive ? std::sqrt(u) : u * u;
    studies.push_back({grid > 0 ? std::round(score * grid) / grid : score, positive, i - i % 20});
  }
  return Scored(std::move(studies));
}

double auc_limits(const Scored& scored, const DrawDesign& design) {
  const std::vector<ScoreMeasure> auc{*parse_score_measure("roc_auc")};
  const Distribution found = distribution(resample_values(scored, auc, {design, 10'000, 1}).front());
  return *found.quantile(limits[0]) + *found.quantile(limits[1]);
}

// A hundred laws, for one is shorter than a tick of the clock on some machines.
template <class Law>
void report_law(const char* name, int runs, Law law) {
  report(name, runs, [&] {
    double sum = 0;
    for (std::uint64_t i = 0; i < 100; ++i) sum += law(Confusion{1178 + i, 674, 578, 3855}).quantiles.front();
    return sum;
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const int runs = std::max(1, std::atoi(argv[1]));
  const auto studies = [runs](const char* name, const Confusion& counts, Measure measure, Strata strata) {
    report(name, runs, [&] { return limits_of(Population::of_studies(counts, strata), measure); });
  };
  studies("f1_n40", {12, 5, 7, 16}, Measure::f1, Strata::none);
  studies("f1_n100", {30, 20, 15, 35}, Measure::f1, Strata::none);
  studies("f1_n200", {40, 25, 20, 115}, Measure::f1, Strata::none);
  studies("f1_n6285", paper_shape, Measure::f1, Strata::none);
  studies("f1_n1000000", {191'726, 115'991, 87'669, 604'614}, Measure::f1, Strata::none);
  studies("f1_strata_n6285", paper_shape, Measure::f1, Strata::truth);
  studies("mcc_n100", {30, 20, 15, 35}, Measure::mcc, Strata::none);
  studies("mcc_n6285", paper_shape, Measure::mcc, Strata::none);
  report("f1_patients", runs, [] { return limits_of(invented_patients(Strata::none), Measure::f1); });
  report("f1_patients_strata", runs, [] { return limits_of(invented_patients(Strata::truth), Measure::f1); });
  const Scored scored = invented_scores(0);
  const Scored coarse = invented_scores(100);
  report("auc_n6285", runs, [&] { return auc_limits(scored, {Unit::study, false, 1}); });
  report("auc_101_scores", runs, [&] { return auc_limits(coarse, {Unit::study, false, 1}); });
  report("auc_strata", runs, [&] { return auc_limits(scored, {Unit::study, true, 1}); });
  report("auc_patients", runs, [&] { return auc_limits(scored, {Unit::patient, false, 1}); });
  report_law("f1_100_exact_laws", runs,
             [](const Confusion& c) { return exact_law(*two_counts(Measure::f1, c), limits); });
  report_law("f1_100_exact_laws_strata", runs,
             [](const Confusion& c) { return exact_law_within_strata(Measure::f1, c, limits); });
  report_law("mcc_100_exact_laws_strata", runs,
             [](const Confusion& c) { return exact_law_within_strata(Measure::mcc, c, limits); });
  std::fprintf(stderr, "checksum %.6f\n", checksum);
  return 0;
}
