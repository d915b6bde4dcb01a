// SPDX-License-Identifier: Apache-2.0
#include "match/clocks.hpp"

#include <cstdlib>

namespace cxrval::match {
namespace {

// A device is off in most of its studies or in a stretch of them, a hospital in those of one device.
constexpr double least_share = 0.02;
constexpr double least_share_of_device = 0.05;

std::optional<LagQuartiles> quartiles(const LagHistogram& lags) {
  if (lags.count() == 0) return std::nullopt;
  return LagQuartiles{*lags.quantile(0.25), *lags.quantile(0.5), *lags.quantile(0.75)};
}

void add_counts(DeviceClock& sum, const DeviceClock& other) {
  sum.studies += other.studies;
  sum.pairs += other.pairs;
  sum.negative_lags += other.negative_lags;
  sum.in_session += other.in_session;
  sum.before_check_in += other.before_check_in;
  sum.after_check_out += other.after_check_out;
  sum.with_candidates += other.with_candidates;
}

}  // namespace

ClockTally::Device& ClockTally::device(std::size_t number) {
  if (number >= devices_.size()) devices_.resize(number + 1);
  return devices_[number];
}

void ClockTally::add_study(std::size_t number, SessionBound bound) {
  Device& d = device(number);
  ++d.studies;
  d.in_session += bound != SessionBound::no_session ? 1 : 0;
  d.before_check_in += bound == SessionBound::before_check_in ? 1 : 0;
  d.after_check_out += bound == SessionBound::after_check_out ? 1 : 0;
}

void ClockTally::add_pair(std::size_t number, int hour, std::int64_t lag_seconds) {
  Device& d = device(number);
  d.pairs.at(static_cast<std::size_t>(hour)).add(LagHistogram::minute_of(lag_seconds));
  d.negative_lags += lag_seconds < 0 ? 1 : 0;
}

void ClockTally::add_candidates(std::size_t number, std::span<const std::int64_t> lags_seconds) {
  Device& d = device(number);
  bool near = false;
  bool within_reach = false;
  for (const std::int64_t lag : lags_seconds) {
    const int minute = LagHistogram::minute_of(lag);
    near = near || (minute >= near_from && minute < near_to);
    within_reach = within_reach || std::abs(minute) <= LagHistogram::reach;
    d.candidates.add(minute);
  }
  d.with_candidates += within_reach ? 1 : 0;
  if (near) return;
  for (const std::int64_t lag : lags_seconds) d.astray.add(LagHistogram::minute_of(lag));
}

void ClockTally::merge(const ClockTally& other) {
  for (std::size_t i = 0; i < other.devices_.size(); ++i) {
    Device& d = device(i);
    const Device& more = other.devices_[i];
    d.studies += more.studies;
    d.in_session += more.in_session;
    d.before_check_in += more.before_check_in;
    d.after_check_out += more.after_check_out;
    d.negative_lags += more.negative_lags;
    d.with_candidates += more.with_candidates;
    for (std::size_t hour = 0; hour < d.pairs.size(); ++hour) d.pairs[hour].add(more.pairs[hour]);
    d.candidates.add(more.candidates);
    d.astray.add(more.astray);
  }
}

ClockSummary::ClockSummary(const ClockTally& tally) : devices(tally.devices_.size()) {
  LagHistogram astray;
  LagHistogram all_pairs;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const ClockTally::Device& d = tally.devices_[i];
    LagHistogram pairs;
    for (const LagHistogram& hour : d.pairs) pairs.add(hour);
    devices[i] = {.studies = d.studies,
                  .pairs = pairs.count(),
                  .turnaround_plus_offset = quartiles(pairs),
                  .negative_lags = d.negative_lags,
                  .in_session = d.in_session,
                  .before_check_in = d.before_check_in,
                  .after_check_out = d.after_check_out,
                  .with_candidates = d.with_candidates};
    if (pairs.count() > 0 && (!reference || pairs.count() > devices[*reference].pairs)) reference = i;
    add_counts(all, devices[i]);
    all_pairs.add(pairs);
    candidates.add(d.candidates);
    astray.add(d.astray);
  }
  all.turnaround_plus_offset = quartiles(all_pairs);
  const MainPeak main(candidates, all.with_candidates);
  main_peak_mode = main.mode();
  main_peak_is_learnt = main.is_learnt();
  all.peaks = shifted_peaks(main, {astray, all.with_candidates, least_share});
  if (reference) {
    const ShiftReference against(tally.devices_[*reference].pairs);
    for (std::size_t i = 0; i < devices.size(); ++i) {
      if (i != *reference) devices[i].relative_turnaround_plus_offset = against.shift_of(tally.devices_[i].pairs);
    }
  }
  for (std::size_t i = 0; i < devices.size(); ++i) {
    devices[i].peaks =
        shifted_peaks(main, {tally.devices_[i].astray, devices[i].with_candidates, least_share_of_device});
  }
}

}  // namespace cxrval::match
