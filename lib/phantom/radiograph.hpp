// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cxrval::phantom {

enum class View { chest_pa, chest_ap, chest_lateral, hand, knee, abdomen, skull };

// What can be drawn into a frontal chest. Names are the classes of the VinDr-CXR validation paper's Table 1.
enum class LesionKind {
  nodule_mass,
  consolidation,
  infiltration,
  interstitial,
  pleural_effusion,
  pneumothorax,
  cardiomegaly,
  aortic_enlargement,
  rib_fracture
};
inline constexpr LesionKind every_lesion_kind[] = {
    LesionKind::nodule_mass,  LesionKind::consolidation,      LesionKind::infiltration,
    LesionKind::interstitial, LesionKind::pleural_effusion,   LesionKind::pneumothorax,
    LesionKind::cardiomegaly, LesionKind::aortic_enlargement, LesionKind::rib_fracture};

// "Nodule/Mass", "Interstitial lung disease (ILD)" and so on, as Table 1 prints them.
std::string_view class_name(LesionKind kind);

enum class Side { right, left };  // of the patient; a frontal view shows the patient's right on the left

struct Lesion {
  LesionKind kind = LesionKind::nodule_mass;
  Side side = Side::right;  // no meaning for cardiomegaly, aortic_enlargement and interstitial (both lungs)
  double severity = 0.5;    // 0 just visible to 1 severe
};

// In pixels: the box covers columns x_min <= x < x_max and rows y_min <= y < y_max, inside the image.
struct LesionBox {
  LesionKind kind = LesionKind::nodule_mass;
  int x_min = 0, y_min = 0, x_max = 0, y_max = 0;
};

struct RadiographPlan {
  View view = View::chest_pa;
  std::uint64_t patient_seed = 0;   // the anatomy: the same in every radiograph of a patient
  std::uint64_t exposure_seed = 0;  // position, exposure, noise, where lesions lie
  char sex = 'M';                   // M or F
  int age = 50;                     // years
  std::vector<Lesion> lesions;      // drawn in frontal chest views only
  int size = 512;                   // columns and rows, 32 to 4096
};

// A synthetic radiograph: schematic anatomy as analytic path lengths, exponential attenuation, scatter, detector blur,
// quantum noise, logarithmic detector response, collimation and side marker. bright = dense (the sense of
// MONOCHROME2).
struct Radiograph {
  int width = 0;
  int height = 0;
  int bits_stored = 12;
  std::vector<std::uint16_t> samples;  // row-major, width * height, 0 to 4095
  std::vector<LesionBox> boxes;        // one a visible lesion part; a kind may have several
};

// The same plan gives the same samples. Throws std::invalid_argument for a size out of range.
Radiograph render(const RadiographPlan& plan);

}  // namespace cxrval::phantom
