// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/file.hpp"
#include "dicom/segmentation.hpp"

#include <vector>

namespace cxrval::dicom {

// The data elements of a Segmentation that say what its frames are; reasons as SegmentationFile::parse has them.

// Segment Sequence (0062,0002), PS3.3 C.8.20.2.
Outcome<std::vector<Segment>> read_segments(File& file);

// Per-Frame and Shared Functional Groups (5200,9230 and 5200,9229), PS3.3 C.7.6.16: Segment Identification (0062,000A)
// and Derivation Image (0008,9124) of each frame.
Outcome<std::vector<SegmentFrame>> read_frames(File& file, const std::vector<Segment>& segments, int frames);

}  // namespace cxrval::dicom
