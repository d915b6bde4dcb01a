// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cxrval::stats {

// The bits of resample `index` of `seed` where a resample needs thousands of them: eight generators xoshiro256++
// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math. Softw. 47, 2021) side by
// side, which a processor steps together. Their 2048 bits of state are drawn from RandomStream(seed, index), so that
// resample 17 is the same whoever computes it and when.
class WideRandom {
 public:
  static constexpr std::size_t lanes = 8;
  using Words = std::array<std::uint64_t, lanes>;

  struct State {
    alignas(64) std::array<Words, 4> words;
  };

  WideRandom(std::uint64_t seed, std::uint64_t index);

  std::uint64_t bits() {
    const std::uint64_t low = half();
    return low | (static_cast<std::uint64_t>(half()) << 32);
  }

  // Uniform on 0 .. bound - 1, exactly (Lemire, "Fast random integer generation in an interval", ACM Trans. Model.
  // Comput. Simul. 29, 2019). `bound` is above 0.
  std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = static_cast<std::uint64_t>(half()) * bound;
    if (static_cast<std::uint32_t>(product) < bound) [[unlikely]] {
      const std::uint32_t uneven = (0U - bound) % bound;
      while (static_cast<std::uint32_t>(product) < uneven) product = static_cast<std::uint64_t>(half()) * bound;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  // All eight generators where they stand; what bits() and below() hold back is not among what they give.
  State& state() { return state_; }

 private:
  std::uint32_t half() {
    if (used_ == halves_.size()) refill();
    return halves_[used_++];
  }
  void refill();

  State state_;
  std::array<std::uint32_t, 2 * lanes> halves_{};
  std::size_t used_ = 2 * lanes;
};

// One step of generator `lane`.
inline std::uint64_t step(WideRandom::State& state, std::size_t lane) {
  std::uint64_t a = state.words[0][lane];
  std::uint64_t b = state.words[1][lane];
  std::uint64_t c = state.words[2][lane];
  std::uint64_t d = state.words[3][lane];
  const std::uint64_t sum = a + d;
  const std::uint64_t shifted = b << 17;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= shifted;
  const std::uint64_t result = ((sum << 23) | (sum >> 41)) + state.words[0][lane];
  state.words[0][lane] = a;
  state.words[1][lane] = b;
  state.words[2][lane] = c;
  state.words[3][lane] = (d << 45) | (d >> 19);
  return result;
}

}  // namespace cxrval::stats
