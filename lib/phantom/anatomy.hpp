// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/radiograph.hpp"

#include <cstdint>

namespace cxrval::phantom {

// One patient's build. Lengths are in body units (canvas.hpp), factors are about 1.
struct Anatomy {
  bool female = false;
  double age = 50;
  double thorax_width = 1;   // factor
  double apex = -0.78;       // y of the lungs' tops
  double base = 0.86;        // y of the costophrenic angles
  double right_dome = 0.56;  // y of the diaphragm's tops
  double left_dome = 0.62;
  double thickness = 1;        // of the trunk, factor
  double heart_ratio = 0.45;   // heart's width over the thorax's inner width; up to 0.5 is normal
  double heart_tilt = 0.6;     // radians
  double knob_radius = 0.085;  // aortic knob
  double rib_drop = 1;         // slope of the ribs, factor
  double rib_phase = 0;
  double clavicle_tilt = 0;
  double scoliosis = 0;       // sideways bend of the spine
  double bone = 1;            // bone density, factor
  double breast = 0;          // size, 0 to 1
  double vessels = 1;         // their prominence, factor
  double gas = 1;             // gastric bubble, factor
  std::uint64_t texture = 0;  // seed of vessels and noise patterns
};

Anatomy make_anatomy(std::uint64_t patient_seed, char sex, int age);

}  // namespace cxrval::phantom
