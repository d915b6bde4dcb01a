// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/source.hpp"

#include <cstdint>
#include <string_view>

namespace cxrval::image {

// The readers behind read_raster, which gives a source of the file's own depth. Faults are read_raster's.
base::Result<Source> read_png(std::string_view bytes);
base::Result<Source> read_jpeg(std::string_view bytes);

// PIL's luma of one pixel; equal channels keep their value.
constexpr std::uint16_t luma(std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
  return static_cast<std::uint16_t>((red * 19595U + green * 38470U + blue * 7471U + 0x8000U) >> 16U);
}

}  // namespace cxrval::image
