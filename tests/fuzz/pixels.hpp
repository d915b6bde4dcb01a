// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/codec.hpp"

#include <cstdlib>
#include <string_view>

// What every decoder promises: a frame of the size that was asked for, or a reason.
inline int decode_any(std::string_view uid, std::string_view code, const cxrval::dicom::FrameShape& shape) {
  constexpr std::size_t most_pixels = 1U << 18;  // larger ones only make the fuzzer slow
  if (shape.pixels() == 0 || shape.pixels() > most_pixels) return 0;
  const auto coded = cxrval::dicom::decode_frame(cxrval::dicom::syntax_info(uid), code, shape);
  if (coded && coded->words.size() != shape.pixels()) std::abort();
  if (coded && (coded->precision < 1 || coded->precision > 16)) std::abort();
  if (!coded && coded.error().empty()) std::abort();
  return 0;
}
