// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/walk.hpp"
#include "dicom/candidate.hpp"
#include "dicom/header.hpp"
#include "image/preset.hpp"
#include "infer/pipeline.hpp"

#include <optional>
#include <string_view>

namespace cxrval::cxr_infer {

struct Input {
  base::WalkedFile file;
  bool named = false;  // on the command line itself, not found in a folder
};

// One input file on its way to a row.
struct Decoded {
  base::WalkedFile file;
  dicom::Candidate kind = dicom::Candidate::image;
  std::optional<dicom::Header> header;      // nothing when it cannot be read
  std::string_view not_cxr;                 // the filter's reason, empty for a chest X-ray
  std::optional<base::Fault> fault;         // why the image cannot be used
  image::Steps steps;                       // what was done to the pixels
  std::optional<infer::Prepared> prepared;  // of images that go to the pipeline
};

// Reads a file as far as needed: pixels only of images that pass the filter. May run in several threads at once.
Decoded decode(const Input& input, const infer::Pipeline& pipeline, bool filter);

}  // namespace cxrval::cxr_infer
