// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include "dicom/cxr_filter.hpp"
#include "dicom/image.hpp"

#include <utility>

namespace cxrval::cxr_infer {

namespace {

void decode_pixels(Decoded& decoded, const infer::Pipeline& pipeline) {
  base::Result<dicom::Image> image = dicom::read_image(decoded.file.path, decoded.file.shown);
  if (!image) {
    decoded.fault = std::move(image.error());
    return;
  }
  base::Result<infer::Prepared> prepared = pipeline.prepare(image->source);
  if (!prepared) {
    decoded.fault = base::Fault{{decoded.file.shown}, std::move(prepared.error().reason)};
    return;
  }
  decoded.steps = image::describe(image->source, {pipeline.bundle().abnormality.manifest.input.preset});
  decoded.prepared = std::move(*prepared);
}

}  // namespace

Decoded decode(const Input& input, const infer::Pipeline& pipeline, bool filter) {
  Decoded decoded;
  decoded.file = input.file;
  if (!input.named) decoded.kind = dicom::judge_candidate(input.file.path);
  if (decoded.kind != dicom::Candidate::image) return decoded;
  base::Result<dicom::Header> header = dicom::read_header(input.file.path, input.file.shown);
  if (!header) {
    decoded.fault = std::move(header.error());
    return decoded;
  }
  decoded.header = std::move(*header);
  if (filter) {
    const dicom::CxrVerdict verdict = dicom::judge_cxr(*decoded.header);
    if (!verdict.is_cxr) {
      decoded.not_cxr = verdict.reason;
      return decoded;
    }
  }
  decode_pixels(decoded, pipeline);
  return decoded;
}

}  // namespace cxrval::cxr_infer
