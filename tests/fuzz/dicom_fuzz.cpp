// SPDX-License-Identifier: Apache-2.0
#include "dicom/cxr_rules.hpp"
#include "dicom/image.hpp"
#include "image/preset.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

namespace {

// Tags of every kind: nested, binary, text, a private one.
dicom::HeaderRequest request_of(const dicom::CxrRules& rules) {
  dicom::HeaderRequest request{rules.tags(), ""};
  for (const char* tag : {"0008,2218.CodeMeaning", "0008,2218[2].0008,0100", "PatientName", "WindowCenter", "0028,3002",
                          "0009,1001", "7FE0,0010"}) {
    request.extra.push_back(dicom::parse_tag_path(tag));
  }
  return request;
}

}  // namespace

// Any bytes are a header, an image or a fault; images are rendered by every preset.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const dicom::CxrRules rules = dicom::CxrRules::paper();
  static const dicom::HeaderRequest request = request_of(rules);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const base::Result<dicom::Header> header = dicom::parse_header(bytes, "fuzz", request);
  if (header && rules.judge(header->extra).rule.empty()) std::abort();
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
