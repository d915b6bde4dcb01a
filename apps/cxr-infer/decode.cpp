// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include "dicom/cxr_filter.hpp"
#include "dicom/image.hpp"

#include <utility>

namespace cxrval::cxr_infer {

namespace {

void decode_pixels(Decoded& decoded, const dicom::ImageFile& image, const infer::Pipeline& pipeline) {
  if (image.frames() > 1) {
    const base::Place place{decoded.file.shown};
    decoded.fault = base::Fault{place, "more than one frame"};
    return;
  }
  base::Result<image::Source> source = image.frame(0);
  if (!source) {
    decoded.fault = std::move(source.error());
    return;
  }
  base::Result<infer::Prepared> prepared = pipeline.prepare(*source);
  if (!prepared) {
    decoded.fault = base::Fault{{decoded.file.shown}, std::move(prepared.error().reason)};
    return;
  }
  decoded.steps = image::describe(*source, pipeline.bundle().abnormality.manifest.input.preset);
  decoded.prepared = std::move(*prepared);
}

}  // namespace

Decoded decode(const Input& input, const infer::Pipeline& pipeline, bool filter) {
  Decoded decoded;
  decoded.file = input.file;
  if (!input.named) decoded.kind = dicom::judge_candidate(input.file.path);
  if (decoded.kind != dicom::Candidate::image) return decoded;
  base::Result<dicom::ImageFile> image = dicom::ImageFile::open(input.file.path, input.file.shown);
  if (!image) {
    decoded.fault = std::move(image.error());
    return decoded;
  }
  decoded.header = image->header();
  if (filter) {
    const dicom::CxrVerdict verdict = dicom::judge_cxr(*decoded.header);
    if (!verdict.is_cxr) {
      decoded.not_cxr = verdict.reason;
      return decoded;
    }
  }
  decode_pixels(decoded, *image, pipeline);
  return decoded;
}

}  // namespace cxrval::cxr_infer
