// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg2000_headers.hpp"
#include "pixels.hpp"

#include <cstddef>
#include <cstdint>

using namespace cxrval;

// A JPEG 2000 codestream in a file whose header says the same size.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view code(reinterpret_cast<const char*>(data), size);
  const auto header = dicom::read_jpeg2000_header(dicom::codestream_in(code));
  if (!header) return decode_any("1.2.840.10008.1.2.4.91", code, {8, 8, 16});
  const dicom::FrameShape shape{static_cast<int>(header->height), static_cast<int>(header->width), 16};
  return decode_any("1.2.840.10008.1.2.4.91", code, shape);
}
