// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/chest.hpp"
#include "phantom/radiograph.hpp"

#include <vector>

namespace cxrval::phantom {

// Attenuation of the planned frontal chest with its lesions; adds their boxes.
image::Plane draw_frontal_with_lesions(const RadiographPlan& plan, const Anatomy& anatomy, const Frame& frame,
                                       std::vector<LesionBox>& boxes);

}  // namespace cxrval::phantom
