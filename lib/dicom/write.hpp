// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "image/source.hpp"

#include <optional>
#include <string>

namespace cxrval::dicom {

enum class NewSyntax { explicit_little_endian, implicit_little_endian, rle, jpeg_lossless, jpeg_ls_lossless };

// What a new radiograph says about itself. Empty text gives an empty element where the standard wants one (type 2) and
// none elsewhere. UIDs are the caller's: digits and dots, at most 64.
struct NewImage {
  std::string patient_id;
  std::string patient_name;  // FAMILY^GIVEN, UTF-8
  std::string sex;           // M, F, O or empty
  std::string birth_date;    // YYYYMMDD or empty
  std::string study_uid;
  std::string series_uid;
  std::string sop_uid;
  std::string study_id;
  std::string accession_number;
  std::optional<base::CivilTime> study_time;  // also Series, Acquisition and Content Date and Time
  std::string modality = "CR";  // DX writes Digital X-Ray Image Storage - For Presentation, CT Secondary Capture Image
                                // Storage (a scout), anything else Computed Radiography Image Storage
  std::string body_part = "CHEST";
  std::string view = "PA";
  std::string manufacturer;
  std::string institution;
  std::string study_description;
  double pixel_spacing_mm = 0.2;  // Imager Pixel Spacing
  NewSyntax transfer_syntax = NewSyntax::explicit_little_endian;
  // Pixels and all that says how to show them, all LUTs included. Written with 16 bits allocated when
  // bits_stored > 8, else 8, and high bit bits_stored - 1.
  image::Source source;
};

// The bytes of a CR or DX file by PS3.3 and PS3.10, the same for the same input: no time of day, no random UID. Every
// transfer syntax is lossless. Throws std::logic_error for an image that cannot be expressed (no pixels, more than
// 65535 rows or columns, a UID that is none).
std::string image_bytes(const NewImage& image);
// Writes them; throws Error when the file cannot be written.
void write_image(const NewImage& image, const std::string& path);

}  // namespace cxrval::dicom
