// SPDX-License-Identifier: Apache-2.0
#include "phantom/anatomy.hpp"

#include "phantom/random.hpp"

#include <algorithm>

namespace cxrval::phantom {

Anatomy make_anatomy(std::uint64_t patient_seed, char sex, int age) {
  Random random(patient_seed, 1);
  Anatomy a;
  a.female = sex == 'F';
  a.age = age;
  const double old = std::clamp((age - 40) / 45.0, 0.0, 1.0);
  a.thorax_width = (a.female ? 0.95 : 1.0) * random.between(0.94, 1.05);
  a.apex = random.between(-0.80, -0.72);
  a.base = random.between(0.80, 0.92);
  a.right_dome = a.base - random.between(0.26, 0.36);
  a.left_dome = a.right_dome + random.between(0.03, 0.10);
  a.thickness = random.between(0.88, 1.15);
  a.heart_ratio = random.between(0.39, 0.475) + 0.01 * old;
  a.heart_tilt = random.between(0.45, 0.85);
  a.knob_radius = random.between(0.070, 0.085) + 0.016 * old;
  a.rib_drop = random.between(0.88, 1.12);
  a.rib_phase = random.between(-0.03, 0.03);
  a.clavicle_tilt = random.between(-0.04, 0.07);
  a.scoliosis = random.normal() * (0.008 + 0.008 * old);
  a.bone = random.between(0.85, 1.12) * (1 - 0.18 * old);
  a.breast = a.female && age > 14 ? random.between(0.25, 1.0) : 0.0;
  a.vessels = random.between(0.85, 1.15);
  a.gas = random.between(0.6, 1.3);
  a.texture = random.bits();
  return a;
}

}  // namespace cxrval::phantom
