// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/data_set.hpp"
#include "dicom/pixel_bytes.hpp"
#include "dicom/pixel_layout.hpp"

#include <cstdint>
#include <vector>

namespace cxrval::dicom {

// Pixel Data (7FE0,0010) that is not encapsulated, PS3.5 section 8.1 and A.1 to A.3.
struct NativePixels {
  Element element;
  FrameShape shape;
  int frames = 1;
  bool big_endian = false;
};

// The allocated words of one frame, from 0; bytes behind the last frame do no harm. Reason: "pixel data shorter than
// its header says", when that frame is not there or the value is too short for all of them.
Outcome<std::vector<std::uint16_t>> native_frame(const NativePixels& pixels, int index, PixelBytes& bytes);

// Are all the frames there that the header tells of?
bool has_all_frames(const NativePixels& pixels, PixelBytes& bytes);

}  // namespace cxrval::dicom
