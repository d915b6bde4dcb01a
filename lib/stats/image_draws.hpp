// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::stats {

// Resamples of images: as many units (images, or patients with all their images) with replacement as there are.
// Resample `index` depends on the seed and the index alone; how often each unit comes up is exactly multinomial.
class ImageDraws {
 public:
  // Units are numbered from 0 without gaps.
  ImageDraws(std::vector<std::uint32_t> unit_of_image, std::uint64_t seed);

  std::size_t units() const { return units_; }
  // How often each image comes up; `weights` has a place for each.
  void draw(std::uint64_t index, std::span<std::uint8_t> weights) const;
  // All images once, but those of one unit not at all.
  void leave_out(std::size_t unit, std::span<std::uint8_t> weights) const;

 private:
  std::vector<std::uint32_t> unit_of_image_;
  std::uint64_t seed_;
  std::size_t units_ = 0;
};

}  // namespace cxrval::stats
