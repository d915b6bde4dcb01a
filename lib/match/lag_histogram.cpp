// SPDX-License-Identifier: Apache-2.0
#include "match/lag_histogram.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::match {

int LagHistogram::minute_of(std::int64_t lag_seconds) {
  const std::int64_t minute = lag_seconds / 60 - (lag_seconds % 60 < 0 ? 1 : 0);
  return static_cast<int>(std::clamp<std::int64_t>(minute, -reach - 1, reach + 1));
}

void LagHistogram::add(int minute) {
  if (minute < -reach) {
    ++below_;
  } else if (minute > reach) {
    ++above_;
  } else {
    const auto place = static_cast<std::size_t>(minute + reach);
    std::vector<std::uint32_t>& counts = counts_[place / block];
    if (counts.empty()) counts.resize(block);
    ++counts[place % block];
    ++within_;
  }
}

void LagHistogram::add(const LagHistogram& other) {
  for (std::size_t i = 0; i < blocks; ++i) {
    if (other.counts_[i].empty()) continue;
    if (counts_[i].empty()) counts_[i].resize(block);
    std::transform(counts_[i].begin(), counts_[i].end(), other.counts_[i].begin(), counts_[i].begin(), std::plus<>());
  }
  below_ += other.below_;
  within_ += other.within_;
  above_ += other.above_;
}

std::uint32_t LagHistogram::at(int minute) const {
  if (minute < -reach || minute > reach) return 0;
  const auto place = static_cast<std::size_t>(minute + reach);
  const std::vector<std::uint32_t>& counts = counts_[place / block];
  return counts.empty() ? 0 : counts[place % block];
}

std::uint64_t LagHistogram::between(int from, int to) const {
  std::uint64_t sum = 0;
  for (int minute = from; minute < to; ++minute) sum += at(minute);
  return sum;
}

std::optional<int> LagHistogram::quantile(double p) const {
  if (count() == 0) return std::nullopt;
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(count()))));
  std::uint64_t sum = below_;
  if (sum >= rank) return -reach - 1;
  for (int minute = -reach; minute <= reach; ++minute) {
    sum += at(minute);
    if (sum >= rank) return minute;
  }
  return reach + 1;
}

}  // namespace cxrval::match
