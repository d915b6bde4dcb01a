// SPDX-License-Identifier: Apache-2.0
#include "phantom/radiograph.hpp"

#include "phantom/anatomy.hpp"
#include "phantom/chest.hpp"
#include "phantom/film.hpp"
#include "phantom/lesions.hpp"
#include "phantom/other_parts.hpp"
#include "phantom/random.hpp"

#include <algorithm>
#include <stdexcept>

namespace cxrval::phantom {

namespace {

Frame position(const RadiographPlan& plan, Random& random) {
  const bool other = plan.view != View::chest_pa && plan.view != View::chest_ap && plan.view != View::chest_lateral;
  const double loose = other ? 2.5 : plan.view == View::chest_ap ? 1.8 : 1;
  return make_frame(plan.size, loose * 1.3 * random.normal(), random.between(0.93, 1.03),
                    {loose * random.between(-0.04, 0.04), loose * random.between(-0.03, 0.03)});
}

Exposure technique(const RadiographPlan& plan, Random& random) {
  Exposure exposure;
  exposure.scatter = random.between(0.26, 0.42);
  exposure.quanta = random.between(12000, 40000);
  exposure.middle = random.between(2.35, 2.75);
  exposure.contrast = random.between(1.0, 1.25);
  exposure.detail = random.between(0.5, 1.1);
  if (random.chance(0.35)) exposure.collimation = random.between(0.01, 0.07);
  exposure.marker = random.chance(0.75);
  exposure.letter = random.chance(0.5) ? 'R' : 'L';
  exposure.marker_at = {exposure.letter == 'R' ? random.between(0.05, 0.10) : random.between(0.88, 0.92),
                        random.between(0.07, 0.16)};
  if (plan.view == View::hand) {
    exposure.middle = random.between(1.15, 1.35);
    exposure.contrast *= 1.7;
  }
  return exposure;
}

image::Plane draw(const RadiographPlan& plan, const Frame& frame, std::vector<LesionBox>& boxes) {
  const Anatomy anatomy = make_anatomy(plan.patient_seed, plan.sex, plan.age);
  switch (plan.view) {
    case View::chest_pa:
    case View::chest_ap:
      return draw_frontal_with_lesions(plan, anatomy, frame, boxes);
    case View::chest_lateral:
      return draw_lateral(anatomy, frame, plan.size);
    case View::hand:
      return draw_hand(anatomy, frame, plan.size);
    case View::knee:
      return draw_knee(anatomy, frame, plan.size);
    case View::abdomen:
      return draw_abdomen(anatomy, frame, plan.size);
    case View::skull:
      return draw_skull(anatomy, frame, plan.size);
  }
  throw std::invalid_argument("unknown view");
}

}  // namespace

std::string_view class_name(LesionKind kind) {
  switch (kind) {
    case LesionKind::nodule_mass:
      return "Nodule/Mass";
    case LesionKind::consolidation:
      return "Consolidation";
    case LesionKind::infiltration:
      return "Infiltration";
    case LesionKind::interstitial:
      return "Interstitial lung disease (ILD)";
    case LesionKind::pleural_effusion:
      return "Pleural effusion";
    case LesionKind::pneumothorax:
      return "Pneumothorax";
    case LesionKind::cardiomegaly:
      return "Cardiomegaly";
    case LesionKind::aortic_enlargement:
      return "Aortic enlargement";
    case LesionKind::rib_fracture:
      return "Rib fracture";
  }
  return "";
}

Radiograph render(const RadiographPlan& plan) {
  if (plan.size < 32 || plan.size > 4096) throw std::invalid_argument("radiograph size out of range");
  Random random(plan.exposure_seed, static_cast<std::uint64_t>(plan.view));
  const Frame frame = position(plan, random);
  const Exposure exposure = technique(plan, random);
  Radiograph film;
  film.width = film.height = plan.size;
  const image::Plane attenuation = draw(plan, frame, film.boxes);
  film.samples = expose(attenuation, exposure, random);
  return film;
}

}  // namespace cxrval::phantom
