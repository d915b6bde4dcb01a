// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/grid.hpp"
#include "intake.hpp"
#include "mask_files.hpp"
#include "stats/mask_evaluation.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::eval_masks {

struct MaskFault {
  Side side = Side::truth;
  base::Fault fault;
};

// One image's masks beside each other.
struct Compared {
  std::vector<stats::MaskCounts> groups;
  boxes::Grid size;                // at which they were compared; 0 without any mask
  std::vector<MaskFault> faults;   // masks that cannot be read; there are no groups then
  std::optional<base::Fault> odd;  // why masks do not go together; there are no groups then
};

// Image `number` of the list. Called by several threads.
struct Comparison {
  const study::ImageList& images;
  const std::array<MaskSide, 2>& sides;  // by Side
  std::size_t groups = 1;
  const Wanted& wanted;
  SegFilePool& files;

  Compared operator()(std::size_t number) const;
};

}  // namespace cxrval::eval_masks
