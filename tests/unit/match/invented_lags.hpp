// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/clocks.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

// Uniform and normal numbers that are the same with every standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  std::mt19937_64 engine_;
};

// A hospital in which nothing but the lags of its studies to the reports of the same patient is of interest. Most
// patients come in the morning or the afternoon, a fifth at any time; many come again on other days; some lie on a ward
// that takes its films at six every morning, and some of these at six in the evening too. One study in twenty has no
// report.
struct InventedHospital {
  int studies = 5000;
  double median = 120;  // of the log-normal turnaround, minutes
  double sigma = 0.8;
  double on_ward = 0.025;                            // of the patients
  std::vector<double> devices{0.5, 0.2, 0.15, 0.1};  // shares; the rest is the last device's
  int slow_minutes = 0;                              // of the last device
  bool one_device = false;                           // nobody knows the devices
  bool reads_late_films_next_morning = false;

  cxrval::match::ClockTally lags(std::uint64_t seed) const {
    Dice dice(seed);
    cxrval::match::ClockTally tally;
    for (int made = 0; made < studies;) {
      const Patient patient = patient_of(dice);
      add(patient, tally);
      made += static_cast<int>(patient.studies.size());
    }
    return tally;
  }

 private:
  struct Study {
    double minute = 0;  // as the device's clock shows it
    std::size_t device = 0;
  };
  struct Patient {
    std::vector<Study> studies;
    std::vector<double> reports;
  };

  static double arrival(Dice& dice) {
    const double when = dice.uniform();
    if (when < 0.2) return 1440 * dice.uniform();
    return std::fmod((when < 0.65 ? 9.5 : 14.5) * 60 + 90 * dice.normal() + 1440, 1440);
  }

  double turnaround(Dice& dice, double minute) const {
    const double hours = std::fmod(minute, 1440) / 60;
    if (reads_late_films_next_morning && hours > 20) return (24 + 7.5 - hours) * 60 + 60 * dice.uniform();
    return std::exp(std::log(median) + sigma * dice.normal());
  }

  Study seen(Dice& dice, double minute) const {
    double share = dice.uniform();
    std::size_t device = 0;
    while (device < devices.size() && share >= devices[device]) share -= devices[device++];
    const bool last = device == devices.size();
    return {std::floor(minute) - (last ? slow_minutes : 0), one_device ? 0 : device};
  }

  Patient patient_of(Dice& dice) const {
    Patient patient;
    const bool ward = dice.uniform() < on_ward;
    const bool evenings = dice.uniform() < 0.3;
    const int more = dice.uniform() < 0.7 ? 0 : 1 + static_cast<int>(3 * dice.uniform());
    double day = 0;
    for (int left = ward ? 2 + static_cast<int>(6 * dice.uniform()) : 1 + more; left > 0; --left) {
      const double minute = 10080 + day * 1440 + (ward ? 360 + 15 * dice.normal() : arrival(dice));
      patient.studies.push_back(seen(dice, minute));
      if (dice.uniform() >= 0.05) patient.reports.push_back(std::floor(minute + turnaround(dice, minute)));
      if (ward) {
        day += evenings ? 0.5 : 1;
      } else {
        day += dice.uniform() < 0.5 ? 1 : 1 + std::floor(-5 * std::log(1 - dice.uniform()));
      }
    }
    return patient;
  }

  static void add(const Patient& patient, cxrval::match::ClockTally& tally) {
    std::vector<std::int64_t> lags;
    for (const Study& study : patient.studies) {
      lags.clear();
      for (const double report : patient.reports) lags.push_back(60 * static_cast<std::int64_t>(report - study.minute));
      tally.add_candidates(study.device, lags);
    }
  }
};
