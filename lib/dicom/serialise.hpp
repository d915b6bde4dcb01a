// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

class DcmFileFormat;

namespace cxrval::dicom {

// The bytes of a new PS3.10 file in a transfer syntax, named by its UID, that its pixels are encoded in already. Same
// data set, same bytes: the implementation named in the meta header is ours, whatever DCMTK's version. Throws
// std::logic_error when DCMTK cannot write it.
std::string serialised(DcmFileFormat& file, const char* transfer_syntax);

}  // namespace cxrval::dicom
