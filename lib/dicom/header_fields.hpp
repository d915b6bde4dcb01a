// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/file.hpp"
#include "dicom/header.hpp"

#include <memory>
#include <string>

namespace cxrval::dicom {

Outcome<Header> header_of(const File& file, const HeaderRequest& request = {});

// What read_header does once the file is open. Throws base::Error when the buffer's source does.
base::Result<Header> read_header(std::unique_ptr<Buffer> buffer, const std::string& shown,
                                 const HeaderRequest& request);

}  // namespace cxrval::dicom
