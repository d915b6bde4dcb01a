// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <string>

class DcmItem;

namespace cxrval::dicom {

struct DxDescription {
  std::string body_part;
  std::string view;
  image::Photometric photometric = image::Photometric::monochrome2;
};

// What the modules of a Digital X-Ray Image - For Presentation (PS3.3 A.26) demand beyond Computed Radiography. Codes
// of the anatomic region (CID 4031) and the view (CID 4010) stand for the words that have one.
void put_dx_modules(DcmItem& set, const DxDescription& description);

}  // namespace cxrval::dicom
