// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/clock_peaks.hpp"
#include "match/lag_histogram.hpp"
#include "match/relative_shift.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::match {

// What studies and reports say about clocks. A lag (report - study) is the turnaround plus the offset of the clocks
// (HIS clock less device clock). Only this sum can be seen: a device that is five minutes slow and a device whose films
// are read five minutes later look alike. Nothing here is ever an offset alone, and nothing is corrected by it.

// Where a study lies in its session, the nearest one of its patient.
enum class SessionBound { no_session, kept, before_check_in, after_check_out };

// Counts what the studies, pairs and candidates of a hospital show, by device: a small whole number that the caller
// gives out, 0 when devices are not known. Sums only: several tallies, each of some of the studies, merge to the same
// whatever the split and the order. Memory: at most 0.7 MB a device.
class ClockTally {
 public:
  // A study, paired or not.
  void add_study(std::size_t device, SessionBound bound);
  // A pair; the hour of day (0 to 23, else std::out_of_range) of its study as the device's clock shows it.
  void add_pair(std::size_t device, int hour, std::int64_t lag_seconds);
  // The lags of one study to all reports of its patient, before any window cuts them, in any order; may be none.
  void add_candidates(std::size_t device, std::span<const std::int64_t> lags_seconds);
  void merge(const ClockTally& other);

 private:
  friend struct ClockSummary;

  struct Device {
    std::uint64_t studies = 0;
    std::uint64_t in_session = 0;  // studies that have a session
    std::uint64_t before_check_in = 0;
    std::uint64_t after_check_out = 0;
    std::uint64_t negative_lags = 0;
    std::uint64_t with_candidates = 0;   // studies with a lag within reach of LagHistogram
    std::array<LagHistogram, 24> pairs;  // by hour of day
    LagHistogram candidates;
    LagHistogram astray;  // candidates of studies that have none near zero, see clock_peaks.hpp
  };

  Device& device(std::size_t number);

  std::vector<Device> devices_;
};

// Minutes; -2881 and 2881 stand for any lag beyond 48 h.
struct LagQuartiles {
  int lower = 0;
  int median = 0;
  int upper = 0;
};

struct DeviceClock {
  std::uint64_t studies = 0;
  std::uint64_t pairs = 0;
  std::optional<LagQuartiles> turnaround_plus_offset;  // of the pairs; nothing without pairs
  std::optional<RelativeShift>
      relative_turnaround_plus_offset{};  // nothing for the reference itself, or from few pairs
  std::uint64_t negative_lags = 0;        // of the pairs
  std::uint64_t in_session = 0;           // studies that have a session; the next two are of these
  std::uint64_t before_check_in = 0;
  std::uint64_t after_check_out = 0;
  std::uint64_t with_candidates = 0;  // studies with a report of the patient within 48 h
  std::vector<LagPeak> peaks{};       // shares are of with_candidates
};

struct ClockSummary {
  explicit ClockSummary(const ClockTally& tally);

  std::optional<std::size_t> reference;  // the device with most pairs, of equals the first; nothing without pairs
  std::vector<DeviceClock> devices;      // by number; a number that was never given is all zero
  DeviceClock all;                       // relative_turnaround_plus_offset is nothing
  int main_peak_mode = 0;                // of all candidates near zero, minutes
  bool main_peak_is_learnt = false;      // false: too few lags near zero, see MainPeak
  LagHistogram candidates;               // of all devices
};

}  // namespace cxrval::match
