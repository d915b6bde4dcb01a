// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace cxrval::boxes {

// A lesion as several readers drew it.
struct Agreed {
  Box box;                  // the mean of their corners
  std::size_t readers = 0;  // how many drew it

  bool operator==(const Agreed&) const = default;
};

// What readers drew of one class on one image, one list a reader: boxes are one lesion when their IoU is at least
// `iou_threshold` (above 0, at most 1). Pairs are joined from the highest IoU on, and no lesion has two boxes of one
// reader. The outcome, in the order of the corners, depends on the order of readers and boxes only where two pairs
// overlap exactly equally; then the boxes' own order by corners decides. Throws base::Error for more than 2000 boxes.
std::vector<Agreed> agree(std::span<const std::vector<Box>> readers, double iou_threshold);

}  // namespace cxrval::boxes
