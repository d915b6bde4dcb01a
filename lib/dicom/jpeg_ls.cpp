// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg_ls.hpp"

#include <charls/charls.h>

#include <algorithm>
#include <cstddef>

namespace cxrval::dicom {
namespace {

template <class Sample>
std::vector<Sample> decoded(charls::jpegls_decoder& decoder, const JpegFrame& frame) {
  const std::size_t pixels = static_cast<std::size_t>(frame.rows) * static_cast<std::size_t>(frame.columns);
  std::vector<Sample> samples(pixels);
  decoder.decode(samples.data(), pixels * sizeof(Sample));
  return samples;
}

}  // namespace

Outcome<std::vector<std::uint16_t>> decode_jpeg_ls(std::string_view code, const JpegFrame& frame) {
  try {
    charls::jpegls_decoder decoder;
    decoder.source(code.data(), code.size()).read_header();
    const charls::frame_info& found = decoder.frame_info();
    const bool same = found.width == static_cast<std::uint32_t>(frame.columns) &&
                      found.height == static_cast<std::uint32_t>(frame.rows) &&
                      found.bits_per_sample == frame.precision && found.component_count == 1;
    if (!same) return tl::unexpected(undecodable);
    if (frame.precision > 8) return decoded<std::uint16_t>(decoder, frame);
    const std::vector<std::uint8_t> narrow = decoded<std::uint8_t>(decoder, frame);
    return std::vector<std::uint16_t>(narrow.begin(), narrow.end());
  } catch (const charls::jpegls_error&) {
    return tl::unexpected(undecodable);
  }
}

std::string encode_jpeg_ls(const std::vector<std::uint16_t>& words, const FrameShape& shape) {
  charls::jpegls_encoder encoder;
  encoder.frame_info(
      {static_cast<std::uint32_t>(shape.columns), static_cast<std::uint32_t>(shape.rows), shape.bits_allocated, 1});
  std::string code(encoder.estimated_destination_size(), '\0');
  encoder.destination(code.data(), code.size());
  if (shape.bits_allocated == 8) {
    const std::vector<std::uint8_t> narrow(words.begin(), words.end());
    code.resize(encoder.encode(narrow.data(), narrow.size()));
  } else {
    code.resize(encoder.encode(words.data(), words.size() * sizeof(std::uint16_t)));
  }
  return code;
}

}  // namespace cxrval::dicom
