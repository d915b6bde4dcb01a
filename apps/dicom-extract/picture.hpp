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
  int frame = 0;              // from 0; -1 is each
  bool frame_chosen = false;  // else an image of several frames is a fault
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

// Faults beyond those of ImageFile::frame and image::render: "more than one frame; choose with --frame", "no such
// frame".
base::Result<Pictures> draw(const dicom::ImageFile& file, const std::string& shown, const Drawing& drawing);

}  // namespace cxrval::dicom_extract
