// SPDX-License-Identifier: Apache-2.0
#include "stats/random.hpp"

namespace cxrval::stats {
namespace {

constexpr std::uint64_t multiplier_0 = 0xD2511F53;
constexpr std::uint64_t multiplier_1 = 0xCD9E8D57;
constexpr std::uint32_t weyl_0 = 0x9E3779B9;
constexpr std::uint32_t weyl_1 = 0xBB67AE85;

std::uint32_t low(std::uint64_t word) {
  return static_cast<std::uint32_t>(word);
}
std::uint32_t high(std::uint64_t word) {
  return static_cast<std::uint32_t>(word >> 32);
}

}  // namespace

PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t first = multiplier_0 * counter[0];
    const std::uint64_t second = multiplier_1 * counter[2];
    counter = {high(second) ^ counter[1] ^ key[0], low(second), high(first) ^ counter[3] ^ key[1], low(first)};
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
  return counter;
}

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t index)
    : key_{low(seed), high(seed)}, counter_{0, 0, low(index), high(index)} {}

std::uint64_t RandomStream::bits() {
  if (used_ == 2) {
    block_ = philox(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  const std::size_t at = 2 * used_++;
  return block_[at] | (static_cast<std::uint64_t>(block_[at + 1]) << 32);
}

}  // namespace cxrval::stats
