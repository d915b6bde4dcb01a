// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/data_set.hpp"
#include "dicom/transfer_syntax.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

inline constexpr std::string_view undecodable = "pixel data cannot be decoded";

struct FrameShape {
  int rows = 0;
  int columns = 0;
  int bits_allocated = 16;  // 8 or 16

  std::size_t pixels() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
};

// One greyscale frame of RLE, JPEG or JPEG-LS as its rows * columns words: all bits that were coded, not yet masked to
// bits stored. The codestream's own size must be the header's.
Outcome<std::vector<std::uint16_t>> decode_frame(const SyntaxInfo& syntax, std::string_view codestream,
                                                 const FrameShape& shape);

}  // namespace cxrval::dicom
