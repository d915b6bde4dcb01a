// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace cxrval::boxes {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  int roll(int sides) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(sides));
  }

 private:
  std::uint64_t state_;
};

// Detections of three classes on a square, with whole corners and scores in quarters, so that ties are common. Their
// sides are 1 to a half of the square's.
inline std::vector<Detection> random_detections(Dice& dice, std::size_t count, int square = 10) {
  std::vector<Detection> all(count);
  for (Detection& d : all) {
    const double x = dice.roll(square);
    const double y = dice.roll(square);
    d = {{x, y, x + 1 + dice.roll(square / 2), y + 1 + dice.roll(square / 2)}, dice.roll(3), dice.roll(5) / 4.0};
  }
  return all;
}

inline void shuffle(std::vector<Detection>& all, Dice& dice) {
  for (std::size_t k = all.size(); k > 1; --k) {
    std::swap(all[k - 1], all[static_cast<std::size_t>(dice.roll(static_cast<int>(k)))]);
  }
}

}  // namespace cxrval::boxes
