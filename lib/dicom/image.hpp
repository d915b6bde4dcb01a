// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/header.hpp"
#include "image/source.hpp"

#include <string>
#include <string_view>

namespace cxrval::dicom {

struct Image {
  Header header;
  image::Source source;
};

// Reads the header and the pixels of a single-frame greyscale image: stored words of implicit and explicit little
// endian, explicit big endian, deflated, RLE, JPEG (.50 .51 .53 .55 .57 .70) and JPEG-LS (.80 .81) files, never
// rendered. Calls may run in parallel.
//
// Faults beyond read_header's: "no pixel data", "unsupported transfer syntax: NAME" (NAME of PS3.6 table A-1, or
// unknown), "not a greyscale image", "more than one frame", "rows or columns are zero", "more than 134217728 pixels",
// "bits allocated, bits stored or high bit out of range", "pixel data shorter than its header says",
// "pixel data cannot be decoded", "lookup table is damaged", "rescale slope or intercept is not a number".
base::Result<Image> read_image(const std::string& path, const std::string& shown);
// The same of a file in memory.
base::Result<Image> parse_image(std::string_view bytes, const std::string& shown);

}  // namespace cxrval::dicom
