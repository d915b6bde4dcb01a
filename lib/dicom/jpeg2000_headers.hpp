// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::dicom {

// What a JPEG 2000 codestream says of its image (ITU-T T.800 A.5.1, A.6.1).
struct Jpeg2000Header {
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::int64_t components = 0;
  int precision = 0;
  bool is_signed = false;
  bool irreversible = false;     // the 9-7 wavelet, in any tile
  bool high_throughput = false;  // code-blocks of ITU-T T.814, in any tile
};

// The codestream inside a JP2 file (T.800 I.5.4), or the bytes themselves when they are none.
std::string_view codestream_in(std::string_view bytes);

// Reads all marker segments, those of every tile-part too, and none of the coded data. Nothing when they are damaged,
// when a tile-part is missing or reaches beyond the codestream, when components are sampled down, or when they ask for
// more than 8192 tiles, 65536 precincts, 262144 code-blocks or 8388608 packets, for each of which a decoder takes
// memory before it sees any data.
std::optional<Jpeg2000Header> read_jpeg2000_header(std::string_view codestream);

}  // namespace cxrval::dicom
