// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/mask.hpp"

#include <string_view>

namespace cxrval::image {

// How a mask stands in text as runs of pixels. All go down the first column, then down the next.
enum class RunLengthForm {
  // COCO, uncompressed: how many pixels lie outside, then inside, then outside, ... until the image is full: "6 4 2".
  coco,
  // COCO, compressed (maskApi.c, rleToString): the same numbers, from the fourth on less the last but one, in groups of
  // five bits from the lowest on; a character is 48 + the group + 32 where another one follows, and the highest bit of
  // the last group is the sign.
  coco_compressed,
  // Kaggle: the first pixel of each run, from 1, and its length, in ascending order: "7 4". Empty text is an empty
  // mask.
  kaggle,
  // SIIM-ACR Pneumothorax: pixels between the runs and their lengths: "6 4 3 1". "-1" or empty text is an empty mask.
  siim,
};

// Numbers are parted by blanks or commas; brackets around a list are allowed. What is not 0 in the mask is 1. Faults,
// without a place: "run-length code is larger than 134217728 pixels" for such a size, "run-length code has something
// that is no number", "run-length code has a negative run", "run-length code has a start without a length", "runs
// overlap or are not in order", "runs leave the image", "runs do not fill the image" (COCO), "run-length code is cut
// off" (compressed), "rows or columns are zero".
base::Result<Mask> decode_run_length(std::string_view text, RunLengthForm form, int width, int height);

}  // namespace cxrval::image
