// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/codestream.hpp"
#include "dicom/data_set.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// The samples of one greyscale frame of JPEG-LS (ITU-T T.87), lossless or near-lossless, by CharLS. (DCMTK's own copy
// of it ends the program on damaged codestreams: its assertions about coded data stand in Debian's package.) `frame` is
// what jpeg_frame says of the codestream. Reason: "pixel data cannot be decoded".
Outcome<std::vector<std::uint16_t>> decode_jpeg_ls(std::string_view code, const JpegFrame& frame);

// The allocated words of an image, 8 or 16 bits, lossless.
std::string encode_jpeg_ls(const std::vector<std::uint16_t>& words, const FrameShape& shape);

}  // namespace cxrval::dicom
