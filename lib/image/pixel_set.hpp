// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/mask.hpp"
#include "image/source.hpp"

#include <cstdint>

namespace cxrval::image {

// Masks as sets of pixels.

// Throws std::logic_error for sizes that are not positive.
Mask empty_mask(int width, int height);

// The pixels of a picture that are not 0, as masks are kept in PNG.
Mask mask_of(const Source& source);

// Columns x_begin to x_end and rows y_begin to y_end, the ends not included.
struct PixelRange {
  int x_begin = 0;
  int x_end = 0;
  int y_begin = 0;
  int y_end = 0;

  bool operator==(const PixelRange&) const = default;
};

// Adds a rectangle's pixels, those that lie in the mask.
void add(Mask& mask, const PixelRange& range);
// The union. Throws std::logic_error for another size.
void add(Mask& mask, const Mask& more);

// Pixel i of n on each axis is pixel floor((i + 0.5) * m / n) of m, as in resize() with Filter::nearest.
Mask resize_nearest(const Mask& mask, int width, int height);

// Numbers of pixels.
struct Overlap {
  std::uint64_t both = 0;
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  bool operator==(const Overlap&) const = default;
};

// Throws std::logic_error for masks of different sizes.
Overlap overlap(const Mask& first, const Mask& second);

// A mask that is drawn on again and again: to empty it, and to count its pixels, costs the rows that were drawn on, not
// the whole image.
class MaskCanvas {
 public:
  // Empty, of that size. Throws std::logic_error for sizes that are not positive.
  void clear(int width, int height);

  // As of masks above.
  void add(const PixelRange& range);
  void add(const Mask& more);

  const Mask& mask() const { return mask_; }
  bool untouched() const { return y_begin_ >= y_end_; }  // nothing was drawn; what was may be without pixels

  friend Overlap overlap(const MaskCanvas& first, const MaskCanvas& second);

 private:
  void touch(int y_begin, int y_end);

  Mask mask_;
  int y_begin_ = 0;  // rows that were drawn on
  int y_end_ = 0;
};

Overlap overlap(const MaskCanvas& first, const MaskCanvas& second);

}  // namespace cxrval::image
