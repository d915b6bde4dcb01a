// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/rows.hpp"
#include "image/source.hpp"
#include "image/taps.hpp"

namespace cxrval::image {

// How output pixel i of n comes from m input pixels, on each axis alone; c = (i + 0.5) * m / n is its centre, s = m /
// n.
//
//   bilinear, bicubic with antialias     the inputs within max(1, s) (bicubic: twice that) of c, weighted by the
//   triangle
//                                        or by Keys' cubic with a = -0.5, widened by max(1, s); normalised within the
//                                        image. Equal to PIL's resize of mode F and torch's
//                                        interpolate(antialias=True).
//   bilinear, bicubic without antialias  2 or 4 inputs around c - 0.5, a = -0.75, borders repeated. Equal to torch's
//                                        interpolate(align_corners=False).
//   area                                 the mean over [i * s, (i + 1) * s), inputs cut at its ends counting in part.
//                                        Equal to cv2's INTER_AREA when shrinking; antialiased by nature.
//   nearest                              input floor(c): torch's nearest-exact; never antialiased.
//
// Bicubic may leave the range of its inputs. Sums are float, weights double rounded once to float.

// What of the resized image is wanted: the whole has whole_width x whole_height pixels.
struct Part {
  int whole_width = 0;
  int whole_height = 0;
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

// Writes the part's pixels to `out`, whose rows are `stride` apart. An image without pixels, an empty part, or one that
// leaves the whole throws std::logic_error.
struct Canvas {
  float* out = nullptr;
  std::size_t stride = 0;
};
void resample(const Rows& rows, const Part& part, const Sampling& sampling, const Canvas& canvas);

// The whole image stretched to width x height. Sizes must be positive and match; anything else throws
// std::logic_error.
Plane resize(const Plane& plane, int width, int height, const Sampling& sampling = {});

}  // namespace cxrval::image
