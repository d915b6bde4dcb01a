// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lesion/resampling.hpp"
#include "material.hpp"
#include "stats/box_evaluation.hpp"
#include "wanted.hpp"

#include <vector>

namespace cxrval::eval_boxes {

// The boxes matched at every IoU, by class in the order given (numbers of Material::classes).
stats::BoxSample match_all(const Material& material, const std::vector<std::uint32_t>& classes, const Wanted& wanted);

// What is drawn.
struct Sampling {
  std::vector<std::uint32_t> units;  // of each image
  stats::ImageDraws draws;

  Sampling(const ImageList& images, stats::Unit unit, std::uint64_t seed)
      : units(lesion::units_of(images.images(), unit)), draws(units, seed) {}
};

}  // namespace cxrval::eval_boxes
