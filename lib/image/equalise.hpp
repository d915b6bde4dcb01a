// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace cxrval::image {

// The new level of each 8-bit level by OpenCV's equalizeHist: with n pixels, h of them on the lowest level that occurs,
// and c(v) pixels on the levels above that one up to v, level v becomes c(v) * (255 / (n - h)) in float, rounded half
// to even. An image of one level keeps it. Levels below the lowest become 0.
std::array<std::uint8_t, 256> equalised(const std::array<std::uint64_t, 256>& histogram);

}  // namespace cxrval::image
