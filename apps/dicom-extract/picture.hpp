// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "dicom/image.hpp"
#include "image/preset.hpp"

#include <string>
#include <vector>

namespace cxrval::dicom_extract {

// What of an image is drawn, and how.
struct Drawing {
  image::Look look;
  dicom::FrameChoice frame;
};

struct Picture {
  int frame = 0;    // from 0
  std::string png;  // the file's bytes: 8-bit greyscale
};

struct Pictures {
  std::vector<Picture> frames;
  std::string preset;  // what was done, as image::describe says it
  std::string polarity;
};

// Faults: those of ImageFile::frames, ImageFile::frame and image::render.
base::Result<Pictures> draw(const dicom::ImageFile& file, const std::string& shown, const Drawing& drawing);

}  // namespace cxrval::dicom_extract
