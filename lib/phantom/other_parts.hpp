// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/anatomy.hpp"
#include "phantom/canvas.hpp"

namespace cxrval::phantom {

// Attenuation of body parts that are no chest. Hand and knee are seen from the front, the abdomen lying, the skull from
// its side.
image::Plane draw_hand(const Anatomy& anatomy, const Frame& frame, int size);
image::Plane draw_knee(const Anatomy& anatomy, const Frame& frame, int size);
image::Plane draw_abdomen(const Anatomy& anatomy, const Frame& frame, int size);
image::Plane draw_skull(const Anatomy& anatomy, const Frame& frame, int size);

}  // namespace cxrval::phantom
