// SPDX-License-Identifier: Apache-2.0
#include "match/clock_peaks.hpp"

#include "catch.hpp"
#include "match/clocks.hpp"
#include "match/invented_lags.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace cxrval::match;

namespace {

bool has(const std::vector<LagPeak>& peaks, int shift) {
  return std::any_of(peaks.begin(), peaks.end(), [shift](const LagPeak& p) { return p.shift_minutes == shift; });
}

bool is_silent(const ClockSummary& summary) {
  const auto silent = [](const DeviceClock& clock) { return clock.peaks.empty(); };
  return silent(summary.all) && std::all_of(summary.devices.begin(), summary.devices.end(), silent);
}

// How many of so many hospitals, each of another seed, are silent.
int silent_of(int hospitals, const InventedHospital& hospital, std::uint64_t seed) {
  int silent = 0;
  for (int i = 0; i < hospitals; ++i) silent += is_silent(ClockSummary(hospital.lags(seed + i))) ? 1 : 0;
  return silent;
}

}  // namespace

TEST_CASE("no peak is found in ordinary hospitals of 5,000 studies and five devices") {
  // None of 3,000: with 95 % confidence at most one in 1,000 hospitals.
  for (const double sigma : {0.5, 0.75, 1.0}) {
    for (const double median : {60.0, 120.0, 180.0, 240.0}) {
      INFO("sigma " << sigma << ", median " << median);
      CHECK(silent_of(250, {.median = median, .sigma = sigma}, 1) == 250);
    }
  }
}

TEST_CASE("no peak is found in small and large hospitals, on wards that work by the clock, and for films that wait") {
  CHECK(silent_of(100, {.studies = 50}, 1) == 100);
  CHECK(silent_of(100, {.studies = 500}, 1) == 100);
  CHECK(silent_of(2, {.studies = 200000}, 1) == 2);
  CHECK(silent_of(100, {.on_ward = 0.15}, 1) == 100);
  CHECK(silent_of(50, {.reads_late_films_next_morning = true}, 1) == 50);
  CHECK(silent_of(50, {.median = 480}, 1) == 50);
}

TEST_CASE("a device of 5 % of the studies is found when it is 7 or 12 hours off, and it alone") {
  for (const int studies : {2000, 5000}) {
    for (const double sigma : {0.5, 0.8, 1.0}) {
      for (const int slow : suspect_shifts) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
          INFO(studies << " studies, sigma " << sigma << ", slow by " << slow << ", seed " << seed);
          const ClockSummary summary(
              InventedHospital{.studies = studies, .sigma = sigma, .slow_minutes = slow}.lags(seed));
          REQUIRE(summary.devices.size() == 5);
          CHECK(has(summary.devices[4].peaks, slow));
          CHECK(summary.devices[4].peaks.size() == 1);
          for (std::size_t i = 0; i < 4; ++i) CHECK(summary.devices[i].peaks.empty());
        }
      }
    }
  }
}

TEST_CASE("where devices are not known, 5 % of 5,000 studies that are off are found in the whole") {
  for (const int slow : suspect_shifts) {
    int found = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const ClockSummary summary(InventedHospital{.sigma = 0.5, .slow_minutes = slow, .one_device = true}.lags(seed));
      REQUIRE(summary.devices.size() == 1);
      found += has(summary.all.peaks, slow) ? 1 : 0;
    }
    INFO("slow by " << slow);
    CHECK(found == 20);
  }
}

TEST_CASE("a peak says how many lags there are, how many there would be, and of how many studies") {
  const ClockSummary summary(InventedHospital{.studies = 20000, .slow_minutes = 720}.lags(3));
  REQUIRE(summary.all.peaks.size() == 1);
  const LagPeak& all = summary.all.peaks[0];
  CHECK(all.shift_minutes == 720);
  CHECK(all.share == approx(0.05).margin(0.012));
  CHECK(all.excess == approx(all.share * static_cast<double>(summary.all.with_candidates)));
  CHECK(static_cast<double>(all.count) > 3 * all.expected);
  REQUIRE(summary.devices[4].peaks.size() == 1);
  const LagPeak& device = summary.devices[4].peaks[0];
  CHECK(device.share > 0.7);
  CHECK(device.count <= all.count);
  CHECK(device.expected < 0.1 * static_cast<double>(device.count));
}

TEST_CASE("a hospital whose devices are all in another zone has a peak though nothing lies near zero") {
  for (const int slow : suspect_shifts) {
    const ClockSummary summary(InventedHospital{.devices = {}, .slow_minutes = slow}.lags(5));
    INFO("slow by " << slow);
    CHECK_FALSE(summary.main_peak_is_learnt);
    CHECK(has(summary.all.peaks, slow));
  }
  const ClockSummary ordinary(InventedHospital{}.lags(5));
  CHECK(ordinary.main_peak_is_learnt);
  CHECK(ordinary.main_peak_mode == approx(63).margin(30));
}

TEST_CASE("without studies there are no peaks") {
  CHECK(ClockSummary(ClockTally()).all.peaks.empty());
  const LagHistogram nothing;
  CHECK(shifted_peaks(MainPeak(nothing, 0), {nothing, 0, 0}).empty());
  CHECK(shifted_peaks(MainPeak(nothing, 5), {nothing, 5, 0}).empty());
}
