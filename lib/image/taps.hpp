// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace cxrval::image {

// bilinear and bicubic with antialiasing widen with the scale when they shrink; see Sampling in resize.hpp.
enum class Filter { nearest, bilinear, bicubic, area };

struct Sampling {
  Filter filter = Filter::bilinear;
  bool antialias = true;

  bool operator==(const Sampling&) const = default;
};

// What one output pixel takes: `count` inputs from `first` on, weighted by Taps::weights[offset...].
struct Tap {
  std::size_t first = 0;
  std::size_t count = 0;
  std::size_t offset = 0;
};

struct Taps {
  std::vector<Tap> taps;  // one of each output pixel, `first` never falling
  std::vector<float> weights;
};

// One axis of a resize of `inputs` pixels to `outputs`, of which only `count` from `begin` on are wanted.
struct Axis {
  int inputs = 0;
  int outputs = 0;
  int begin = 0;
  int count = 0;
};

Taps make_taps(const Axis& axis, const Sampling& sampling);

}  // namespace cxrval::image
