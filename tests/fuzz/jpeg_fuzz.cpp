// SPDX-License-Identifier: Apache-2.0
#include "pixels.hpp"

#include <cstddef>
#include <cstdint>

using namespace cxrval;

// A JPEG codestream in a file whose header says the same size.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view code(reinterpret_cast<const char*>(data), size);
  const std::optional<dicom::JpegFrame> frame = dicom::jpeg_frame(code);
  if (!frame) return decode_any("1.2.840.10008.1.2.4.70", code, {8, 8, 16});
  return decode_any("1.2.840.10008.1.2.4.70", code, {frame->rows, frame->columns, 16});
}
