// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::match {

// How often each lag (report - study) occurred, in whole minutes from -48 h to 48 h; what lies beyond is counted at
// either end. Memory is taken in blocks of four hours, 24 KB at most; adding is one increment. A sum of histograms does
// not depend on how the lags were split among them.
class LagHistogram {
 public:
  static constexpr int reach = 48 * 60;  // minutes

  // Rounded down: -1 s is minute -1.
  static int minute_of(std::int64_t lag_seconds);

  void add(int minute);
  void add(const LagHistogram& other);

  std::uint64_t count() const { return below_ + within_ + above_; }
  std::uint64_t within() const { return within_; }  // reach
  std::uint64_t below() const { return below_; }    // -48 h
  std::uint64_t above() const { return above_; }    // 48 h
  std::uint32_t at(int minute) const;               // 0 beyond reach
  // Of minutes from <= minute < to.
  std::uint64_t between(int from, int to) const;
  // The smallest minute m such that at least a share p of all lags is <= m (inverse distribution function); -reach - 1
  // and reach + 1 stand for any lag beyond. Nothing of an empty histogram.
  std::optional<int> quantile(double p) const;

 private:
  static constexpr int block = 240;
  static constexpr std::size_t blocks = (2 * reach) / block + 1;

  std::array<std::vector<std::uint32_t>, blocks> counts_;  // each empty or of `block` minutes
  std::uint64_t below_ = 0;
  std::uint64_t within_ = 0;
  std::uint64_t above_ = 0;
};

}  // namespace cxrval::match
