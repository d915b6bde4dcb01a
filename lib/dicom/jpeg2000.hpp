// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/codestream.hpp"
#include "dicom/data_set.hpp"

#include <string_view>

namespace cxrval::dicom {

// One greyscale frame of JPEG 2000 Part 1 (ITU-T T.800) or High-Throughput JPEG 2000 (T.814), a bare codestream or one
// in a JP2 file, by OpenJPEG in one thread. Before it is asked, the codestream's own headers must give the frame's
// size, one component of at most 16 bits, and no more tiles, precincts, code-blocks and packets than an image needs. A
// codestream that was cut anywhere is refused. High-Throughput code-blocks are decoded in a process of their own
// (isolated.hpp). Reasons: "pixel data cannot be decoded", "pixel data shorter than its
// header says" for one without End of Codestream.
Outcome<Coded> decode_jpeg2000(std::string_view code, const FrameShape& shape);

}  // namespace cxrval::dicom
