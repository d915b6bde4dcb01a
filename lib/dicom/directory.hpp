// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <string>
#include <vector>

namespace cxrval::dicom {

// The files that a DICOMDIR lists (PS3.3 F.3.2.2: Referenced File ID (0004,1500) of the items of Directory Record
// Sequence (0004,1220) whose Record In-use Flag (0004,1410) is not 0), in its order, each once, as paths below its
// folder. A file that is not there under its name but is in lower case, as media mounted on Linux often have it, is
// given so. Faults: read_header's, "not a DICOMDIR", "a file id of the DICOMDIR leads out of its folder".
base::Result<std::vector<std::string>> read_directory(const std::string& path, const std::string& shown);

}  // namespace cxrval::dicom
