// SPDX-License-Identifier: Apache-2.0
#include "match/clocks.hpp"

#include "catch.hpp"
#include "match/invented_lags.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace cxrval::match;

namespace {

struct Pair {
  std::size_t device = 0;
  int hour = 0;
  int minutes = 0;
};

// The statistic of relative_shift.hpp, pair by pair.
double slow_statistic(const std::vector<Pair>& pairs, int x) {
  double sum = 0;
  for (int hour = 0; hour < 24; ++hour) {
    double n = 0;
    double m = 0;
    double below = 0;
    for (const Pair& a : pairs) {
      if (a.hour != hour) continue;
      (a.device == 1 ? n : m) += 1;
      for (const Pair& b : pairs) {
        if (b.hour != hour || a.device != 1 || b.device != 0) continue;
        const int difference = a.minutes - b.minutes;
        below += difference < x ? 1 : difference == x ? 0.5 : 0;
      }
    }
    sum += (below - n * m / 2) / (n + m + 1);
  }
  return sum;
}

double slow_margin(const std::vector<Pair>& pairs) {
  double variance = 0;
  for (int hour = 0; hour < 24; ++hour) {
    const auto here = [&](std::size_t device) {
      return static_cast<double>(std::count_if(pairs.begin(), pairs.end(),
                                               [&](const Pair& p) { return p.hour == hour && p.device == device; }));
    };
    variance += here(0) * here(1) / 12 / (here(0) + here(1) + 1);
  }
  return 1.959963984540054 * std::sqrt(variance);
}

ClockTally tally_of(const std::vector<Pair>& pairs) {
  ClockTally tally;
  for (const Pair& p : pairs) tally.add_pair(p.device, p.hour, 60 * p.minutes);
  return tally;
}

std::string text(const DeviceClock& c) {
  std::ostringstream out;
  out.precision(17);
  out << c.studies << ' ' << c.pairs << ' ' << c.negative_lags << ' ' << c.in_session << ' ' << c.before_check_in << ' '
      << c.after_check_out << ' ' << c.with_candidates;
  if (const auto& q = c.turnaround_plus_offset) out << " q " << q->lower << ' ' << q->median << ' ' << q->upper;
  if (const auto& r = c.relative_turnaround_plus_offset) {
    out << " r " << r->minutes << ' ' << r->low << ' ' << r->high << ' ' << r->pairs << ' ' << r->reference_pairs;
  }
  for (const LagPeak& p : c.peaks) {
    out << " p " << p.shift_minutes << ' ' << p.count << ' ' << p.expected << ' ' << p.excess << ' ' << p.score;
  }
  return out.str();
}

std::string text(const ClockSummary& summary) {
  std::string all = text(summary.all) + '\n' + std::to_string(summary.main_peak_mode) + '\n';
  for (const DeviceClock& clock : summary.devices) all += text(clock) + '\n';
  return all;
}

}  // namespace

TEST_CASE("lags are counted in whole minutes, rounded down, and beyond 48 hours at either end") {
  CHECK(LagHistogram::minute_of(0) == 0);
  CHECK(LagHistogram::minute_of(59) == 0);
  CHECK(LagHistogram::minute_of(-1) == -1);
  CHECK(LagHistogram::minute_of(-60) == -1);
  CHECK(LagHistogram::minute_of(-61) == -2);
  LagHistogram lags;
  CHECK_FALSE(lags.quantile(0.5));
  for (const std::int64_t minute : {-2880, 2880, 7, 7}) lags.add(LagHistogram::minute_of(60 * minute));
  for (const std::int64_t lag : {-172801LL, 172860LL, 4000000000000LL}) lags.add(LagHistogram::minute_of(lag));
  CHECK(lags.count() == 7);
  CHECK(lags.within() == 4);
  CHECK(lags.below() == 1);
  CHECK(lags.above() == 2);
  CHECK(lags.at(-2880) == 1);
  CHECK(lags.at(2880) == 1);
  CHECK(lags.between(7, 8) == 2);
  CHECK(lags.between(-3000, 7) == 1);
  CHECK(*lags.quantile(0) == -2881);
  CHECK(*lags.quantile(0.5) == 7);
  CHECK(*lags.quantile(1) == 2881);
}

TEST_CASE("quantiles of a histogram are those of the sorted lags") {
  Dice dice(1);
  for (const std::size_t n : {1U, 2U, 3U, 4U, 99U, 1000U}) {
    std::vector<int> minutes;
    LagHistogram lags;
    for (std::size_t i = 0; i < n; ++i) {
      minutes.push_back(static_cast<int>(std::floor(900 * dice.normal())));
      lags.add(minutes.back());
    }
    std::sort(minutes.begin(), minutes.end());
    for (const double p : {0.01, 0.25, 0.5, 0.75, 0.99, 1.0}) {
      const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(n)));
      CHECK(*lags.quantile(p) == std::clamp(minutes[std::max<std::size_t>(rank, 1) - 1], -2881, 2881));
    }
  }
}

TEST_CASE("studies, session bounds and negative lags are counted by device and in all") {
  ClockTally tally;
  tally.add_study(2, SessionBound::kept);
  tally.add_study(2, SessionBound::before_check_in);
  tally.add_study(0, SessionBound::after_check_out);
  tally.add_study(0, SessionBound::no_session);
  tally.add_pair(2, 0, -1);
  tally.add_pair(2, 23, 0);
  tally.add_pair(0, 12, 5400);
  const std::vector<std::int64_t> two{-90000, 700};
  const std::vector<std::int64_t> far{200000};
  tally.add_candidates(0, two);
  tally.add_candidates(0, far);
  tally.add_candidates(0, {});
  const ClockSummary summary(tally);
  REQUIRE(summary.devices.size() == 3);
  CHECK(text(summary.devices[0]) == "2 1 0 1 0 1 1 q 90 90 90");
  CHECK(text(summary.devices[1]) == "0 0 0 0 0 0 0");
  CHECK(text(summary.devices[2]) == "2 2 1 2 1 0 0 q -1 -1 0");
  CHECK(text(summary.all) == "4 3 1 3 1 1 1 q -1 0 90");
  CHECK(summary.reference == 2);
  CHECK(summary.candidates.count() == 3);
  CHECK_FALSE(ClockSummary(ClockTally()).reference);
}

TEST_CASE("an hour that no clock has is refused") {
  ClockTally tally;
  CHECK_THROWS_AS(tally.add_pair(0, 24, 0), std::out_of_range);
  CHECK_THROWS_AS(tally.add_pair(0, -1, 0), std::out_of_range);
}

TEST_CASE("tallies merge to the same however the studies are split and in whatever order") {
  const int pieces = 3;
  Dice dice(2);
  ClockTally whole;
  std::vector<ClockTally> parts(pieces);
  for (int i = 0; i < 20000; ++i) {
    const auto device = static_cast<std::size_t>(4 * dice.uniform());
    const int hour = static_cast<int>(24 * dice.uniform());
    const auto lag = static_cast<std::int64_t>(7200 * std::exp(0.8 * dice.normal())) + (device == 3 ? 25200 : 0);
    const std::vector<std::int64_t> candidates{lag, lag - 86400, lag + 100000};
    const auto bound = static_cast<SessionBound>(static_cast<int>(4 * dice.uniform()));
    for (ClockTally* tally : {&whole, &parts[static_cast<std::size_t>(pieces * dice.uniform() * dice.uniform())]}) {
      tally->add_study(device, bound);
      tally->add_pair(device, hour, lag);
      tally->add_candidates(device, candidates);
    }
  }
  const std::string expected = text(ClockSummary(whole));
  CHECK(expected.find(" p 420 ") != std::string::npos);
  ClockTally forwards;
  for (int i = 0; i < pieces; ++i) forwards.merge(parts[static_cast<std::size_t>(i)]);
  CHECK(text(ClockSummary(forwards)) == expected);
  ClockTally backwards;
  for (int i = pieces; i-- > 0;) backwards.merge(parts[static_cast<std::size_t>(i)]);
  CHECK(text(ClockSummary(backwards)) == expected);
}

TEST_CASE("a relative shift is what comparing every pair with every pair gives") {
  Dice dice(3);
  int compared = 0;
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<Pair> pairs;
    const int hours = 1 + static_cast<int>(5 * dice.uniform());
    const double spread = 3 + 200 * dice.uniform();
    for (int i = 0; i < 100; ++i) {
      const std::size_t device = i % 5 < 2 ? 1 : 0;
      pairs.push_back({device, static_cast<int>(hours * dice.uniform()),
                       static_cast<int>(spread * dice.normal()) + (device == 1 ? 30 : 0)});
    }
    const ClockSummary summary(tally_of(pairs));
    REQUIRE(summary.reference == 0);
    const auto& shift = summary.devices[1].relative_turnaround_plus_offset;
    REQUIRE(shift);
    const int x = static_cast<int>(std::floor(shift->minutes));
    CHECK(slow_statistic(pairs, x) <= 1e-9);
    CHECK(slow_statistic(pairs, static_cast<int>(std::ceil(shift->minutes))) >= -1e-9);
    const double margin = slow_margin(pairs);
    CHECK(slow_statistic(pairs, shift->low) <= -margin);
    CHECK(slow_statistic(pairs, shift->low + 1) > -margin);
    CHECK(slow_statistic(pairs, shift->high) >= margin);
    CHECK(slow_statistic(pairs, shift->high - 1) < margin);
    compared += shift->low < 30 && 30 < shift->high ? 1 : 0;
  }
  CHECK(compared >= 54);
}

TEST_CASE("a relative shift needs twenty comparable pairs of both devices") {
  std::vector<Pair> pairs;
  for (int i = 0; i < 40; ++i) pairs.push_back({0, 8, 60 + i});
  for (int i = 0; i < 19; ++i) pairs.push_back({1, 8, 70 + i});
  for (int i = 0; i < 15; ++i) pairs.push_back({1, 22, 70 + i});
  CHECK_FALSE(ClockSummary(tally_of(pairs)).devices[1].relative_turnaround_plus_offset);
  pairs.push_back({1, 8, 89});
  const ClockSummary summary(tally_of(pairs));
  const auto& shift = summary.devices[1].relative_turnaround_plus_offset;
  REQUIRE(shift);
  CHECK(shift->pairs == 20);
  CHECK(shift->reference_pairs == 40);
  CHECK_FALSE(summary.devices[0].relative_turnaround_plus_offset);
}

namespace {

// Films of the night are read 3 hours later than those of the day, and device 1 works mostly at night.
std::vector<Pair> night_and_day(Dice& dice, int pairs, int slow) {
  std::vector<Pair> made;
  for (int i = 0; i < pairs; ++i) {
    const std::size_t device = dice.uniform() < 0.2 ? 1 : 0;
    const bool night = dice.uniform() < (device == 1 ? 0.9 : 0.1);
    const int hour = night ? 22 : 8 + static_cast<int>(8 * dice.uniform());
    const double turnaround = 120 * std::exp(0.8 * dice.normal()) + (night ? 180 : 0);
    made.push_back({device, hour, static_cast<int>(std::floor(turnaround)) + (device == 1 ? slow : 0)});
  }
  return made;
}

}  // namespace

TEST_CASE("a relative shift is not misled by the hours at which a device works") {
  Dice dice(4);
  const ClockSummary summary(tally_of(night_and_day(dice, 20000, 25)));
  const auto& plain = summary.devices[1].turnaround_plus_offset;
  CHECK(plain->median - summary.devices[0].turnaround_plus_offset->median > 150);
  const auto& shift = summary.devices[1].relative_turnaround_plus_offset;
  REQUIRE(shift);
  CHECK(shift->minutes == approx(25).margin(8));
  CHECK(shift->low < 25);
  CHECK(shift->high > 25);
}

TEST_CASE("intervals of relative shifts hold the true shift in about 95 of 100 hospitals") {
  Dice dice(5);
  int covered = 0;
  double sum = 0;
  for (int i = 0; i < 400; ++i) {
    const ClockSummary summary(tally_of(night_and_day(dice, 1000, -10)));
    const auto& shift = summary.devices[1].relative_turnaround_plus_offset;
    REQUIRE(shift);
    covered += shift->low <= -10 && -10 <= shift->high ? 1 : 0;
    sum += shift->minutes;
  }
  CHECK(covered >= 372);
  CHECK(covered <= 396);
  CHECK(sum / 400 == approx(-10).margin(2));
}
