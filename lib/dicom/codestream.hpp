// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/transfer_syntax.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

inline constexpr std::string_view undecodable = "pixel data cannot be decoded";
inline constexpr std::string_view too_short = "pixel data shorter than its header says";

struct FrameShape {
  int rows = 0;
  int columns = 0;
  int bits_allocated = 16;  // 8 or 16

  std::size_t pixels() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
};

// One frame's samples as their codestream gives them, and what it says of them.
struct Coded {
  std::vector<std::uint16_t> words;  // row-major; two's complement, extended to 16 bits, when is_signed
  int precision = 16;                // bits of a sample
  bool is_signed = false;
  bool tells_sign = false;  // JPEG 2000; in other codestreams a signed sample is a word like any other
  bool lossy = false;       // samples may stray beyond the values that were encoded
  bool allocated = false;   // whole allocated words of RLE, with whatever stands around the stored bits
};

// JPEG, JPEG-LS and JPEG 2000 codestreams, a JP2 file among them.
bool begins_codestream(std::string_view code);
// End of Image or of Codestream, then nothing but NULs that pad a fragment.
bool ends_codestream(std::string_view code);

// A frame header of JPEG (ITU-T T.81 B.2.2) or JPEG-LS (T.87 C.2.2).
struct JpegFrame {
  unsigned marker = 0;
  int precision = 0;
  int rows = 0;
  int columns = 0;
  int components = 0;
  int near = 0;  // NEAR of JPEG-LS: how far a sample may be off
};

// Nothing where no such header is found behind markers that may precede it.
std::optional<JpegFrame> jpeg_frame(std::string_view code);

// The transfer syntax whose decoder reads this codestream, by its markers alone: JPEG by its process, JPEG-LS, JPEG
// 2000. Nothing for other bytes.
std::optional<SyntaxInfo> syntax_of(std::string_view code);

// The least that can make an image of this size, so that few bytes never claim much memory: up to 8388608 pixels any
// codestream, beyond that one byte for every 1024 pixels.
bool may_hold(std::string_view code, std::size_t pixels);

// Each scan of JPEG may cost a decoder a pass over the whole image, whatever its length: no more than 16 of them, or
// than make 2^31 pixels together.
bool has_few_scans(std::string_view code, std::size_t pixels);

}  // namespace cxrval::dicom
