// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

class DcmDataset;
class DcmPixelData;

namespace cxrval::dicom {

// Makes a codestream the Pixel Data of one of DCMTK's data sets, as one fragment behind an empty offset table (PS3.5
// A.4). The data set owns the result; nothing when DCMTK refuses.
DcmPixelData* insert_codestream(DcmDataset& set, std::string_view syntax_uid, std::string_view code);

}  // namespace cxrval::dicom
