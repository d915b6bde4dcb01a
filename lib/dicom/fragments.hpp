// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/data_set.hpp"
#include "dicom/pixel_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// Where one item of encapsulated Pixel Data stands; items without bytes are left out.
struct Fragment {
  std::size_t begin = 0;
  std::size_t length = 0;

  bool operator==(const Fragment&) const = default;
};

// Encapsulated Pixel Data (7FE0,0010) as its items say, PS3.5 A.4.
struct Encapsulated {
  std::vector<std::uint64_t> offsets;  // the Basic Offset Table; empty where the writer left it so
  std::vector<Fragment> fragments;
};

// Walks the items behind `begin` up to their delimiter. Reasons: "pixel data shorter than its header says" when the
// file ends first, "pixel data cannot be decoded" for anything else than items, and for more than 131072 of them, empty
// ones counted.
Outcome<Encapsulated> read_items(PixelBytes& bytes, std::size_t begin, bool big_endian);

// What the rest of the file says about where its frames begin.
struct FrameTable {
  int frames = 1;                               // Number of Frames
  std::vector<std::uint64_t> extended_offsets;  // Extended Offset Table (7FE0,0001), empty without one
  bool one_fragment_a_frame = false;            // RLE, PS3.5 A.4.2
};

// The frames as runs of fragments.
struct Frames {
  std::vector<std::size_t> first;   // index of each frame's first fragment, and of the end: frames + 1 numbers
  bool wrong_offset_table = false;  // an offset table named other places than these
};

// The only frame has all fragments; several have one fragment each where the numbers are the same; else they begin
// where the Extended or the Basic Offset Table says, and without a table where a JPEG, JPEG-LS or JPEG 2000 codestream
// begins behind the end of another. Reason: "number of frames is not what its header says".
Outcome<Frames> frames_of(const Encapsulated& data, const FrameTable& table, PixelBytes& bytes);

// The fragments [first, last) put together. Reasons: "pixel data shorter than its header says", "pixel data cannot be
// decoded" when they are more than 512 MiB.
Outcome<std::string> codestream_of(const Encapsulated& data, std::size_t first, std::size_t last, PixelBytes& bytes);

}  // namespace cxrval::dicom
