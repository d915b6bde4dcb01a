// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::dicom {

// What a file found in a folder is taken for. dicomdir and other files are left out and counted; a file that was named
// itself is always read.
enum class Candidate { image, dicomdir, other };

// image: the file has the magic DICM at byte 128, or its name ends in .dcm or .dicom, or it has no extension (or only
// digits after the last dot, as in UIDs used as names) and begins with a plausible data set (a group 0002 or 0008
// element). dicomdir: a file named DICOMDIR. A file that cannot be opened is an image, so that it is rejected and not
// lost.
Candidate judge_candidate(const std::string& path);

}  // namespace cxrval::dicom
