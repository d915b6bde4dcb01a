// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/grid.hpp"
#include "intake.hpp"
#include "stats/mask_evaluation.hpp"
#include "worker.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::eval_masks {

struct MaskFault {
  Side side = Side::truth;
  base::Fault fault;
};

struct GroupCounts {
  std::uint32_t fold = 0;
  std::uint32_t class_number = 0;
  stats::MaskCounts counts;
};

// One image's masks beside each other.
struct Compared {
  std::vector<GroupCounts> groups;  // those in which the image has a mask
  bool has_truth = false;           // a true box, or a true mask with a pixel
  boxes::Grid size;                 // at which they were compared; 0 without any mask
  std::vector<MaskFault> faults;    // masks that cannot be read; there are no groups then
  std::optional<base::Fault> odd;   // why masks do not go together; there are no groups then
};

// Image `number` of the list: the truth beside the masks of each fold. Called by several threads.
struct Comparison {
  const study::ImageList& images;
  const std::array<MaskSide, 2>& sides;  // by Side
  std::size_t folds = 1;                 // of the predicted masks
  const Wanted& wanted;
  WorkerPool& workers;

  Compared operator()(std::size_t number) const;
};

}  // namespace cxrval::eval_masks
