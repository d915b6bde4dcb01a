// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/header.hpp"

#include <string_view>

namespace cxrval::dicom {

// The reason is a word of the results table: empty for a chest X-ray, else modality_missing, modality_other,
// body_part_missing or body_part_other (the first that holds).
struct CxrVerdict {
  bool is_cxr = false;
  std::string_view reason;
};

// The paper's filter of chest X-rays: Modality is CR, DR or DX and Body Part Examined is CHEST or THORAX. Letters'
// case is ignored. "PORTABLE CHEST" and the like are other body parts, as in the paper.
CxrVerdict judge_cxr(const Header& header);

}  // namespace cxrval::dicom
