// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/canvas.hpp"
#include "phantom/random.hpp"

#include <cstdint>
#include <vector>

namespace cxrval::phantom {

// How attenuation becomes stored values.
struct Exposure {
  double scatter = 0.35;     // part of the detected signal that is scattered
  double quanta = 9000;      // a pixel of unweakened beam at 512 x 512; noise falls with its square root
  double middle = 2.7;       // attenuation that becomes half of full scale
  double contrast = 0.95;    // slope of the characteristic curve there
  double detail = 0.6;       // edge enhancement: part of the difference to the surroundings that is added again
  double collimation = 0.0;  // part of the picture's half covered at each edge, 0 for none
  bool marker = false;       // a lead letter
  char letter = 'R';         // R or L
  Point marker_at;           // in fractions of the picture, 0..1
};

// Draws the exposed film, 12-bit samples, bright = dense.
std::vector<std::uint16_t> expose(const image::Plane& attenuation, const Exposure& exposure, Random& random);

}  // namespace cxrval::phantom
