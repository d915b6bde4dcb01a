// SPDX-License-Identifier: Apache-2.0
#include "image/equalise.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace cxrval::image {

std::array<std::uint8_t, 256> equalised(const std::array<std::uint64_t, 256>& histogram) {
  std::array<std::uint8_t, 256> levels{};
  const auto lowest = std::find_if(histogram.begin(), histogram.end(), [](std::uint64_t count) { return count > 0; });
  if (lowest == histogram.end()) return levels;
  const std::uint64_t total = std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
  const auto first = static_cast<std::size_t>(lowest - histogram.begin());
  if (*lowest == total) {
    levels.fill(static_cast<std::uint8_t>(first));
    return levels;
  }
  const float scale = 255.0F / static_cast<float>(total - *lowest);
  std::uint64_t sum = 0;
  for (std::size_t level = first + 1; level < levels.size(); ++level) {
    sum += histogram[level];
    levels[level] =
        static_cast<std::uint8_t>(std::clamp(std::nearbyint(static_cast<float>(sum) * scale), 0.0F, 255.0F));
  }
  return levels;
}

}  // namespace cxrval::image
