// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <optional>
#include <string_view>

namespace cxrval::dicom {

struct FrameRange {
  int begin = 0;  // from 0
  int end = 0;    // behind the last
};

// Which frames of an image are meant, as the option --frame says it: none chosen (then only images of one frame can be
// used), one, or each.
class FrameChoice {
 public:
  // The empty text chooses none; else a number from 1, or "each". Throws UsageError for anything else.
  static FrameChoice parse(std::string_view text);

  bool is_made() const { return number_.has_value(); }
  // Of an image of `frames` frames. A chosen frame that it does not have is ImageFile::frame()'s fault. Fault: "more
  // than one frame; choose with --frame".
  base::Result<FrameRange> of(int frames) const;

 private:
  std::optional<int> number_;  // from 1; 0 for each
};

}  // namespace cxrval::dicom
