// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::dicom_extract {

// Writes one row an image, in the order of the inputs and within a folder in byte order of the paths.
void extract_headers(const Options& options, cli::Run& run);

}  // namespace cxrval::dicom_extract
