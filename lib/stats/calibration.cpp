// SPDX-License-Identifier: Apache-2.0
#include "stats/calibration.hpp"

#include "stats/probabilities.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cxrval::stats {
namespace {

// A bin that is being filled.
struct Filling {
  std::uint64_t n = 0;
  std::uint64_t positives = 0;
  double sum = 0;

  void add(double p, std::uint64_t times, bool positive) {
    n += times;
    positives += positive ? times : 0;
    sum += static_cast<double>(times) * p;
  }
};

CalibrationBin close(const Filling& filling, double low, double high) {
  CalibrationBin bin{low, high, filling.n, filling.positives, std::nullopt, std::nullopt};
  if (filling.n > 0) {
    const auto n = static_cast<double>(filling.n);
    bin.mean_probability = filling.sum / n;
    bin.observed = static_cast<double>(filling.positives) / n;
  }
  return bin;
}

std::uint64_t total_of(const Scored& scored, std::span<const std::uint32_t> weights) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < scored.size(); ++i) total += weight_of(weights, i);
  return total;
}

std::vector<CalibrationBin> equal_width(const Scored& scored, std::span<const std::uint32_t> weights,
                                        std::size_t count) {
  const auto edge = [count](std::size_t i) { return static_cast<double>(i) / static_cast<double>(count); };
  std::vector<CalibrationBin> bins;
  std::size_t i = 0;
  for (std::size_t bin = 0; bin < count; ++bin) {
    Filling filling;
    const bool last = bin + 1 == count;
    for (; i < scored.size() && (last || scored.scores()[i] < edge(bin + 1)); ++i) {
      const std::uint64_t times = weight_of(weights, i);
      if (times > 0) filling.add(scored.scores()[i], times, scored.positive()[i] != 0);
    }
    bins.push_back(close(filling, edge(bin), edge(bin + 1)));
  }
  return bins;
}

}  // namespace

std::vector<CalibrationBin> calibration_bins(const Scored& scored, std::span<const std::uint32_t> weights,
                                             std::size_t count) {
  constexpr std::size_t most_bins = 1'000'000;
  if (count == 0 || count > most_bins) throw std::invalid_argument("calibration_bins: not 1 to 1e6 bins");
  if (!are_probabilities(scored) || total_of(scored, weights) == 0) return {};
  return equal_width(scored, weights, count);
}

BinnedCalibration binned_calibration(std::span<const CalibrationBin> bins) {
  BinnedCalibration found;
  std::uint64_t total = 0;
  std::uint64_t positives = 0;
  for (const CalibrationBin& bin : bins) {
    total += bin.n;
    positives += bin.positives;
  }
  if (total == 0) {
    found.reason = no_study;
    return found;
  }
  const double prevalence = static_cast<double>(positives) / static_cast<double>(total);
  double ece = 0, mce = 0, reliability = 0, resolution = 0;
  for (const CalibrationBin& bin : bins) {
    if (bin.n == 0) continue;
    const double share = static_cast<double>(bin.n) / static_cast<double>(total);
    const double gap = *bin.mean_probability - *bin.observed;
    const double off = *bin.observed - prevalence;
    ece += share * std::abs(gap);
    mce = std::max(mce, std::abs(gap));
    reliability += share * (gap * gap);
    resolution += share * (off * off);
  }
  found.ece = ece;
  found.mce = mce;
  found.reliability = reliability;
  found.resolution = resolution;
  found.uncertainty = prevalence * (1 - prevalence);
  return found;
}

BinnedCalibration binned_calibration(const Scored& scored, std::span<const std::uint32_t> weights, std::size_t count) {
  BinnedCalibration found = binned_calibration(calibration_bins(scored, weights, count));
  if (!are_probabilities(scored)) found.reason = no_probabilities;
  return found;
}

}  // namespace cxrval::stats
