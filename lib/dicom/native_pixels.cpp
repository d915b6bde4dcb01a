// SPDX-License-Identifier: Apache-2.0
#include "dicom/native_pixels.hpp"

#include <bit>
#include <cstddef>
#include <string>

namespace cxrval::dicom {
namespace {

void swap_bytes(std::vector<std::uint16_t>& words) {
  for (std::uint16_t& word : words) word = static_cast<std::uint16_t>(word << 8 | word >> 8);
}

Outcome<std::vector<std::uint16_t>> wide_frame(const NativePixels& pixels, std::size_t begin, PixelBytes& bytes) {
  const std::size_t size = 2 * pixels.shape.pixels();
  if (!bytes.has(begin + size)) return tl::unexpected(too_short);
  std::vector<std::uint16_t> words(pixels.shape.pixels());
  if (!bytes.read(begin, reinterpret_cast<char*>(words.data()), size)) return tl::unexpected(too_short);
  if (pixels.big_endian != (std::endian::native == std::endian::big)) swap_bytes(words);
  return words;
}

Outcome<std::vector<std::uint16_t>> narrow_frame(const NativePixels& pixels, std::size_t frame, PixelBytes& bytes) {
  const std::size_t count = pixels.shape.pixels();
  // Bytes of an OW value are swapped in pairs by big endian writers, the last one's partner included.
  const std::size_t swapped = pixels.big_endian && !pixels.element.has_vr("OB") ? 1 : 0;
  const std::size_t first = frame * count;
  const std::size_t begin = first & ~swapped;
  const std::size_t end = (first + count + swapped) & ~swapped;
  if (!bytes.has(pixels.element.begin + end)) return tl::unexpected(too_short);
  std::string read(end - begin, '\0');
  if (!bytes.read(pixels.element.begin + begin, read.data(), read.size())) return tl::unexpected(too_short);
  std::vector<std::uint16_t> words(count);
  for (std::size_t i = 0; i < count; ++i) {
    words[i] = static_cast<unsigned char>(read[((first + i) ^ swapped) - begin]);
  }
  return words;
}

std::size_t frame_size(const NativePixels& pixels) {
  return pixels.shape.pixels() * (pixels.shape.bits_allocated == 16 ? 2 : 1);
}

bool claims_all_frames(const NativePixels& pixels) {
  return pixels.element.length / frame_size(pixels) >= static_cast<std::size_t>(pixels.frames);
}

}  // namespace

Outcome<std::vector<std::uint16_t>> native_frame(const NativePixels& pixels, int index, PixelBytes& bytes) {
  if (!claims_all_frames(pixels)) return tl::unexpected(too_short);
  const auto frame = static_cast<std::size_t>(index);
  const bool wide = pixels.shape.bits_allocated == 16;
  const std::size_t size = frame_size(pixels);
  return wide ? wide_frame(pixels, pixels.element.begin + frame * size, bytes) : narrow_frame(pixels, frame, bytes);
}

bool has_all_frames(const NativePixels& pixels, PixelBytes& bytes) {
  return claims_all_frames(pixels) &&
         bytes.has(pixels.element.begin + static_cast<std::size_t>(pixels.frames) * frame_size(pixels));
}

}  // namespace cxrval::dicom
