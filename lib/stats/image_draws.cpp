// SPDX-License-Identifier: Apache-2.0
#include "stats/image_draws.hpp"

#include "stats/equal_draws.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::stats {

ImageDraws::ImageDraws(std::vector<std::uint32_t> unit_of_image, std::uint64_t seed)
    : unit_of_image_(std::move(unit_of_image)), seed_(seed) {
  for (const std::uint32_t unit : unit_of_image_) units_ = std::max<std::size_t>(units_, std::size_t{unit} + 1);
}

void ImageDraws::draw(std::uint64_t index, std::span<std::uint8_t> weights) const {
  std::vector<std::uint8_t> counts(units_);
  WideRandom random(seed_, index);
  draw_equally(random, counts);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = counts[unit_of_image_[i]];
}

void ImageDraws::leave_out(std::size_t unit, std::span<std::uint8_t> weights) const {
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = unit_of_image_[i] == unit ? 0 : 1;
}

}  // namespace cxrval::stats
