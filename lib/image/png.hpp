// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "image/colour_picture.hpp"
#include "image/source.hpp"

namespace cxrval::image {

enum class PngDepth { bits8, bits16 };

// Writes a greyscale PNG of a plane whose values are clamped to 0..1 and rounded to the nearest level (NaN is 0).
// No time or text chunks, so the same plane gives the same file with the same libpng and zlib. Throws Error when the
// sink does.
void write_png(const Plane& plane, PngDepth depth, base::ByteSink& sink);
// The same of a coloured picture, 8 bits a channel.
void write_png(const ColourPicture& picture, base::ByteSink& sink);

}  // namespace cxrval::image
