// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <string_view>

namespace cxrval::image {

// Takes what a header that was kept beside a PNG or JPEG says about polarity: DICOM attributes as a JSON object with
// keys of eight hexadecimal digits, in the form of PS3.18 F.2 ({"20500020": {"vr": "CS", "Value": ["INVERSE"]}}), as
// the BIMCV collections and dcm2json write it; a value that is a plain string is taken too. Photometric Interpretation
// 00280004 MONOCHROME1 inverts, and so does Presentation LUT Shape 20500020 INVERSE (the CAAXR paper's rule), by which
// such images were not corrected: it sets both fields, so that every rule of polarity but none inverts.
// Returns the reason when the text is no JSON object ("sidecar is not a JSON object"), else nothing.
std::string_view read_sidecar(std::string_view json, Source& source);

}  // namespace cxrval::image
