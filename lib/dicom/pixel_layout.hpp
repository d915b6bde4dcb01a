// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/codestream.hpp"
#include "dicom/data_set.hpp"
#include "image/source.hpp"

#include <string_view>
#include <vector>

namespace cxrval::dicom {

// How a stored value stands in its word, PS3.5 section 8.1.1.
struct Layout {
  FrameShape frame;
  int bits_stored = 0;
  int high_bit = 0;
  bool is_signed = false;
};

// The Image Pixel module of a greyscale image. Reasons: "not a greyscale image", "rows or columns are zero", "more than
// 134217728 pixels", "bits allocated is neither 8 nor 16", "bits stored or high bit out of range".
Outcome<Layout> layout_of(const DataSet& data);

// Words of pixel data, or of RLE, as they are allocated: moves the stored bits down, drops the others, extends the
// sign.
void keep_stored_bits(const Layout& layout, std::vector<std::uint16_t>& words);

// Doubts about a frame, as words for a table.
namespace doubt {
inline constexpr std::string_view bits_differ = "codestream_bits_differ";
inline constexpr std::string_view sign_differs = "codestream_sign_differs";
inline constexpr std::string_view values_clamped = "codestream_values_clamped";
inline constexpr std::string_view other_syntax = "codestream_of_other_syntax";
inline constexpr std::string_view wrong_offsets = "offset_table_wrong";
}  // namespace doubt

// Makes samples, bits_stored and is_signed of a source from a frame and what the header says of it. RLE and lossless
// JPEG and JPEG-LS whose precision reaches beyond Bits Stored hold whole words, of which the stored bits are kept.
// Everything else holds values, and the codestream knows them better than the header does:
//
//   bits    Bits Stored or the codestream's precision, whichever is less; the precision where a value does not fit into
//           fewer bits. Where the codestream is lossy and every such value is within a sixteenth of the range that Bits
//           Stored gives, that is the codec's overshoot, and the values are clamped to the range (values_clamped).
//   sign    a signed codestream's values are signed, also under Pixel Representation 0 when one of them is negative.
//           Words of an unsigned codestream under Pixel Representation 1 are two's complement in that many bits, with
//           or without the sign extended; in the precision where one of a lossless codestream's words is neither.
//
// Returns bits_differ when JPEG 2000 has another precision than Bits Stored, or any codestream a lower one, or values
// that need more; sign_differs when JPEG 2000 has another sign than Pixel Representation.
std::vector<std::string_view> reconcile(const Layout& layout, Coded coded, image::Source& source);

}  // namespace cxrval::dicom
