// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/header.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::dicom {

// What a file found in a folder is taken for. dicomdir and other files are left out and counted; a file that was named
// itself is always read.
enum class Candidate { image, dicomdir, other };

// image: the file has the magic DICM at byte 128, or its name ends in .dcm or .dicom, or it has no extension (or only
// digits after the last dot, as in UIDs used as names) and begins with a plausible data set (a group 0002 or 0008
// element). dicomdir: a file named DICOMDIR. A file that cannot be opened is an image, so that it is rejected and not
// lost.
Candidate judge_candidate(const std::string& path);

// Is the file's name DICOMDIR, in any letters' case?
bool is_dicomdir_name(std::string_view path);

struct FoundFile {
  Candidate candidate = Candidate::image;
  std::optional<base::Result<Header>> header;  // of images
};

// judge_candidate and read_header with the file opened once.
FoundFile read_found_file(const std::string& path, const std::string& shown, const HeaderRequest& request);

}  // namespace cxrval::dicom
