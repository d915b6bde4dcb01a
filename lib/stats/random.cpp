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

template <std::size_t blocks>
void run_rounds(std::array<PhiloxCounter, blocks>& counters, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    for (PhiloxCounter& counter : counters) {
      const std::uint64_t first = multiplier_0 * counter[0];
      const std::uint64_t second = multiplier_1 * counter[2];
      counter = {high(second) ^ counter[1] ^ key[0], low(second), high(first) ^ counter[3] ^ key[1], low(first)};
    }
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
}

}  // namespace

PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
  std::array<PhiloxCounter, 1> one{counter};
  run_rounds(one, key);
  return one[0];
}

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t index) : key_{low(seed), high(seed)}, index_(index) {}

// A block waits for ten multiplications in turn; two at once share the wait, and more do not fit into the registers.
void RandomStream::refill() {
  std::array<PhiloxCounter, blocks_at_once> blocks;
  for (PhiloxCounter& block : blocks) {
    block = {low(next_block_), high(next_block_), low(index_), high(index_)};
    ++next_block_;
  }
  run_rounds(blocks, key_);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::size_t at = 2 * (i % 2);
    words_[i] = blocks[i / 2][at] | (static_cast<std::uint64_t>(blocks[i / 2][at + 1]) << 32);
  }
  used_ = 0;
}

}  // namespace cxrval::stats
