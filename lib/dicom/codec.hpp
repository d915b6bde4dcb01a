// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/codestream.hpp"
#include "dicom/data_set.hpp"
#include "dicom/transfer_syntax.hpp"

#include <string_view>

namespace cxrval::dicom {

// One greyscale frame of RLE, JPEG, JPEG-LS or JPEG 2000: all bits that were coded. The codestream's own size must be
// the header's; its precision may be another one, up to 16 bits. JPEG is decoded by the process that the codestream
// itself names. Reasons: "pixel data cannot be decoded", "pixel data shorter than its header says" for a codestream
// without its end.
Outcome<Coded> decode_frame(const SyntaxInfo& syntax, std::string_view code, const FrameShape& shape);

}  // namespace cxrval::dicom
