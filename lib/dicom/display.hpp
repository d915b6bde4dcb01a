// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/file.hpp"
#include "image/source.hpp"

namespace cxrval::dicom {

// Fills what the header says about showing the samples: rescale, the Modality LUT, every item of VOI LUT Sequence (of
// more than 64 the first ones), windows, polarity, padding. bits_stored and is_signed must be set. Windows that are no
// numbers, and all of them under a VOI LUT Function that is none of PS3.3's three, are left out. Returns the reason
// when the rest cannot be trusted, else nothing.
std::string_view read_display(const File& file, image::Source& source);

}  // namespace cxrval::dicom
