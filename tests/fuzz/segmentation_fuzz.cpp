// SPDX-License-Identifier: Apache-2.0
#include "dicom/segmentation.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

// Any bytes are a segmentation whose frames have as many pixels as they should, or a fault.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = dicom::SegmentationFile::parse(bytes, "fuzz");
  if (!file) return 0;
  for (std::size_t i = 0; i < file->frames().size(); ++i) {
    if (file->frames()[i].segment >= file->segments().size()) std::abort();
    const auto mask = file->mask(i, 0.5);
    if (!mask) break;
    if (mask->values.size() != static_cast<std::size_t>(mask->width) * static_cast<std::size_t>(mask->height))
      std::abort();
  }
  return 0;
}
