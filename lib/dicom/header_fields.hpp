// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/file.hpp"
#include "dicom/header.hpp"

namespace cxrval::dicom {

Outcome<Header> header_of(const File& file);

}  // namespace cxrval::dicom
