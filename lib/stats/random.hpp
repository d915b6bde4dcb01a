// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cxrval::stats {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

// Philox4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key);

// Random numbers that depend on (seed, index) alone: resample 17 draws the same numbers whoever computes it and when.
// 2^64 streams of 2^64 blocks of 128 bits each.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t index);

  std::uint64_t bits() {
    if (used_ == words_.size()) refill();
    return words_[used_++];
  }
  // Uniform on the 2^53 midpoints (i + 1/2) / 2^53: never 0 and never 1.
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }

 private:
  static constexpr std::size_t blocks_at_once = 2;

  void refill();

  PhiloxKey key_;
  std::uint64_t index_;
  std::uint64_t next_block_ = 0;
  std::array<std::uint64_t, 2 * blocks_at_once> words_{};
  std::size_t used_ = words_.size();
};

}  // namespace cxrval::stats
