// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/source.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace cxrval::image {

constexpr std::size_t most_raster_pixels = std::size_t{1} << 27;  // 134,217,728
constexpr std::size_t most_raster_side = 65535;                   // as in DICOM and JPEG

struct RasterOptions {
  // What the stored values mean, 1 to 16, where that is not the file's depth: 12 for 12 bits kept in a 16-bit PNG.
  std::optional<int> bits_stored;
};

enum class RasterKind { png, jpeg };

// By the first bytes; nothing for anything else.
std::optional<RasterKind> raster_kind(std::string_view bytes);

// A whole PNG (grey of 1, 2, 4, 8 or 16 bits, RGB, RGBA, palette, interlaced or not) or JPEG (8 bits, baseline or
// progressive) as a MONOCHROME2 source without rescale or window, bits_stored being the file's depth (8 for a palette).
// Colours become PIL's convert("L") luma, (19595 R + 38470 G + 7471 B + 32768) / 65536 of any depth, which leaves equal
// channels as they are; a JPEG of YCbCr gives its Y. Colour profiles and gamma are left alone, as PIL and OpenCV do.
// Faults: "not a PNG or JPEG image", "image is damaged or cut" (also for bytes too few for the claimed size, and for
// every warning of libjpeg about its data), "image is larger than 134217728 pixels", "a side of the image is longer
// than 65535 pixels", "image has transparent pixels", "CMYK images are not supported", "a pixel is larger than the
// declared bits allow", "the declared bits are more than the file's". Memory is bounded by the pixels; the libraries
// print nothing.
base::Result<Source> read_raster(std::string_view bytes, const RasterOptions& options = {});

}  // namespace cxrval::image
