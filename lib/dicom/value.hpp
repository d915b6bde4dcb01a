// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/file.hpp"
#include "dicom/tag_path.hpp"
#include "dicom/text.hpp"

namespace cxrval::dicom {

// The value that a path leads to, as text: strings without blanks at their ends, numbers of the binary VRs in decimal,
// tags of VR AT as GGGG,EEEE, `\` between several. Empty where an element, a sequence or an item on the way is absent.
// Warnings beyond decode_text's: sequence (the element is a sequence, so it has no text), binary (VR OB, OW or UN with
// an unknown meaning), damaged (a sequence on the way cannot be read). `character_sets` is the one to assume for the
// whole data set; an item's own Specific Character Set is used inside it.
DecodedText value_at(const File& file, const TagPath& path, std::string_view character_sets);

}  // namespace cxrval::dicom
