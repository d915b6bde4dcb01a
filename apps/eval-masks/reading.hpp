// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "intake.hpp"
#include "options.hpp"
#include "study/image_list.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cxrval::eval_masks {

struct Material {
  study::ImageList images;
  Groups groups;
  std::array<MaskSide, 2> sides;  // by Side

  // Of the predicted masks; 1 where they have none.
  std::size_t fold_count() const { return std::max<std::size_t>(groups.folds.by_name().size(), 1); }
};

// The list of images and the masks of both sides. Folds are those of the masks where these have the column of --fold,
// else of the images. Throws Error where nothing can be evaluated.
Material read_material(const Options& options, const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::eval_masks
