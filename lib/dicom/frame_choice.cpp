// SPDX-License-Identifier: Apache-2.0
#include "dicom/frame_choice.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

namespace cxrval::dicom {

FrameChoice FrameChoice::parse(std::string_view text) {
  FrameChoice choice;
  if (text.empty()) return choice;
  if (text == "each") {
    choice.number_ = 0;
    return choice;
  }
  choice.number_ = base::parse_integer<int>(text);
  if (!choice.number_ || *choice.number_ < 1) throw base::UsageError("--frame needs a number from 1, or each");
  return choice;
}

base::Result<FrameRange> FrameChoice::of(int frames) const {
  if (!number_ && frames > 1) return base::fault({}, "more than one frame; choose with --frame");
  if (!number_) return FrameRange{0, 1};
  return *number_ == 0 ? FrameRange{0, frames} : FrameRange{*number_ - 1, *number_};
}

}  // namespace cxrval::dicom
