// SPDX-License-Identifier: Apache-2.0
#include "dicom/cxr_filter.hpp"
#include "dicom/image.hpp"
#include "image/preset.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

// Any bytes are a header, an image or a fault; images are rendered by every preset.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const base::Result<dicom::Header> header = dicom::parse_header(bytes, "fuzz");
  if (header) static_cast<void>(dicom::judge_cxr(*header));
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::parse(bytes, "fuzz");
  if (file.has_value() != header.has_value()) std::abort();
  if (!file) return 0;
  const base::Result<image::Source> source = file->frame(0);
  if (!source) return 0;
  using image::Preset;
  for (const Preset preset : {Preset::voi, Preset::minmax, Preset::percentile, Preset::bits, Preset::chexpert,
                              Preset::mimic, Preset::vindr}) {
    const base::Result<image::Plane> plane = image::render(*source, {preset});
    if (plane && plane->values.size() != source->samples.size()) std::abort();
  }
  return 0;
}
