// SPDX-License-Identifier: Apache-2.0
#include "stats/wide_random.hpp"

#include "stats/random.hpp"

namespace cxrval::stats {

WideRandom::WideRandom(std::uint64_t seed, std::uint64_t index) {
  RandomStream random(seed, index);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (Words& words : state_.words) words[lane] = random.bits();
  }
}

void WideRandom::refill() {
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const std::uint64_t word = step(state_, lane);
    halves_[2 * lane] = static_cast<std::uint32_t>(word);
    halves_[2 * lane + 1] = static_cast<std::uint32_t>(word >> 32);
  }
  used_ = 0;
}

}  // namespace cxrval::stats
