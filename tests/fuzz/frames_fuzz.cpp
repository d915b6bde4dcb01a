// SPDX-License-Identifier: Apache-2.0
#include "dicom/image.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

// The first frames of any file, twice: what is remembered of the items between frames changes nothing. And no file has
// more frames than its bytes, inflated at most 1032 times, can hold.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::parse(bytes, "fuzz");
  constexpr std::int64_t most_pixels = 1 << 18;
  if (!file || std::int64_t{file->header().rows} * file->header().columns > most_pixels) return 0;
  const base::Result<dicom::FrameRange> each = file->frames(dicom::FrameChoice::parse("each"));
  if (each && static_cast<std::size_t>(each->end) > 1032 * size) std::abort();
  constexpr int most_frames = 4;
  for (int index = 0; index < std::min(file->frames(), most_frames); ++index) {
    const base::Result<image::Source> first = file->frame(index);
    const base::Result<image::Source> again = file->frame(index);
    if (first.has_value() != again.has_value()) std::abort();
    if (!first) continue;
    if (first->samples != again->samples || first->bits_stored < 1 || first->bits_stored > 16) std::abort();
  }
  return 0;
}
