// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "image/source.hpp"

#include <string>

class DcmItem;
class DcmTagKey;

// Puts values into DCMTK's data sets, for write.cpp. Everything throws std::logic_error when DCMTK refuses a value.
namespace cxrval::dicom {

void put_text(DcmItem& set, const DcmTagKey& key, const std::string& value);
void put_text_if_any(DcmItem& set, const DcmTagKey& key, const std::string& value);

std::string dicom_date(base::CivilTime time);  // DA
std::string dicom_time(base::CivilTime time);  // TM with seconds
std::string decimal_string(double value);      // DS, at most 16 characters

// Pixel Data and the Image Pixel module.
void put_pixels(DcmItem& set, const image::Source& source);
// Rescale or Modality LUT, VOI LUT, windows, Presentation LUT Shape, padding.
void put_display(DcmItem& set, const image::Source& source);

}  // namespace cxrval::dicom
