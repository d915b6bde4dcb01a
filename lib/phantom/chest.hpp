// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/anatomy.hpp"
#include "phantom/canvas.hpp"
#include "phantom/random.hpp"

#include <vector>

namespace cxrval::phantom {

// The outlines of a frontal chest, shared by what draws the anatomy and what draws lesions. Sides are given as a sign:
// -1 the patient's right (left in the picture), +1 the patient's left.
class FrontalShape {
 public:
  FrontalShape(const Anatomy& anatomy, bool ap);

  const Anatomy& anatomy() const { return anatomy_; }
  double midline(double y) const { return midline_(y); }  // x of the spine
  // Position in a lung: along from apex 0 to base 1, across from the mediastinum 0 to the chest wall 1.
  struct InLung {
    double along = 0, across = 0;
    double sign = 1;
  };
  InLung in_lung(Point p) const;
  double lateral(double y) const;  // half width of the thorax's inside
  double medial(double y) const;   // half width of the mediastinum above the heart
  Point at(double along, double across, double sign) const;
  double dome(double x, double sign) const;  // y of the diaphragm
  double heart(Point p) const;               // path through the heart over its largest, 0 to 1
  double heart_left() const { return heart_left_; }
  double heart_right() const { return heart_right_; }
  static constexpr double heart_top = -0.27;
  double heart_bottom() const { return heart_bottom_; }
  double height() const { return anatomy_.base - anatomy_.apex; }
  Point knob() const;  // centre of the aortic knob

 private:
  Anatomy anatomy_;
  double width_;
  double heart_left_;
  double heart_right_;
  double heart_bottom_;
  Profile midline_;
  Profile lateral_;
  Profile medial_;
  Profile left_border_;
  Profile right_border_;
};

// Attenuation of a frontal chest in parts, so that lesions can change the right one.
struct FrontalChest {
  Canvas body;     // soft tissue of the trunk as if there were no lungs
  Canvas air;      // what the lungs' air takes away
  Canvas vessels;  // inside the lungs
  Canvas dense;    // bones, mediastinum's details, lines; negative for gas outside the lungs
};

struct RibBreak {
  int rib = -1;  // 0 is the first rib
  double sign = 1;
  double phi = 1.2;    // where on the rib, radians from the spine
  double step = 0.02;  // displacement
};

FrontalChest draw_frontal(const FrontalShape& shape, const Frame& frame, int size, bool ap, const RibBreak& broken);
// The point of a rib's axis, phi radians from the spine.
Point on_rib(const FrontalShape& shape, int rib, double sign, double phi);
inline constexpr int ribs = 10;

// What the parts add up to.
image::Plane attenuation(const FrontalChest& chest);

image::Plane draw_lateral(const Anatomy& anatomy, const Frame& frame, int size);

}  // namespace cxrval::phantom
