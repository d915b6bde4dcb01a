// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cxrval::phantom {

// xoshiro256** 1.0 (Blackman and Vigna, doi 10.1145/3460772) seeded through SplitMix64: the same numbers on every
// machine and standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed);
  // The generator of one part of a whole: parts do not depend on the order in which they are made.
  Random(std::uint64_t seed, std::uint64_t part);

  std::uint64_t bits();
  double uniform();                         // [0, 1), 53 bits
  double between(double low, double high);  // [low, high)
  std::size_t below(std::size_t count);     // 0 .. count-1, unbiased; count >= 1
  int integer(int low, int high);           // both ends included
  bool chance(double probability) { return uniform() < probability; }
  double normal();  // mean 0, standard deviation 1, by Marsaglia's polar method

  template <class T>
  const T& pick(std::span<const T> values) {
    return values[below(values.size())];
  }
  template <class T, std::size_t N>
  const T& pick(const T (&values)[N]) {
    return values[below(N)];
  }

 private:
  std::uint64_t state_[4];
  double spare_ = 0;
  bool has_spare_ = false;
};

// A well-mixed 64-bit value of two, for seeds of parts.
std::uint64_t mix(std::uint64_t seed, std::uint64_t part);

}  // namespace cxrval::phantom
