// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg2000.hpp"

#include "dicom/isolated.hpp"
#include "dicom/jpeg2000_headers.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cxrval::dicom {
namespace {

struct MemoryStream {
  std::string_view bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_on(void* buffer, OPJ_SIZE_T size, void* user) {
  auto& stream = *static_cast<MemoryStream*>(user);
  const std::size_t count = std::min(size, stream.bytes.size() - stream.at);
  if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, stream.bytes.data() + stream.at, count);
  stream.at += count;
  return count;
}

OPJ_OFF_T skip_on(OPJ_OFF_T count, void* user) {
  auto& stream = *static_cast<MemoryStream*>(user);
  if (count < 0 || static_cast<std::size_t>(count) > stream.bytes.size() - stream.at) return -1;
  stream.at += static_cast<std::size_t>(count);
  return count;
}

OPJ_BOOL seek_to(OPJ_OFF_T place, void* user) {
  auto& stream = *static_cast<MemoryStream*>(user);
  if (place < 0 || static_cast<std::size_t>(place) > stream.bytes.size()) return OPJ_FALSE;
  stream.at = static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

void say_nothing(const char*, void*) {}

// OpenJPEG's streams and codecs are the same type.
template <auto destroy>
struct By {
  template <class Handle>
  void operator()(Handle* handle) const {
    destroy(handle);
  }
};
using Stream = std::unique_ptr<opj_stream_t, By<opj_stream_destroy>>;
using Codec = std::unique_ptr<opj_codec_t, By<opj_destroy_codec>>;
using Image = std::unique_ptr<opj_image_t, By<opj_image_destroy>>;

Stream stream_of(MemoryStream& memory) {
  constexpr std::size_t largest_chunk = std::size_t{1} << 20;
  Stream stream(opj_stream_create(std::min(memory.bytes.size(), largest_chunk), OPJ_TRUE));
  if (!stream) return stream;
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_user_data_length(stream.get(), memory.bytes.size());
  opj_stream_set_read_function(stream.get(), read_on);
  opj_stream_set_skip_function(stream.get(), skip_on);
  opj_stream_set_seek_function(stream.get(), seek_to);
  return stream;
}

Codec strict_codec() {
  Codec codec(opj_create_decompress(OPJ_CODEC_J2K));
  if (!codec) return codec;
  opj_set_info_handler(codec.get(), say_nothing, nullptr);
  opj_set_warning_handler(codec.get(), say_nothing, nullptr);
  opj_set_error_handler(codec.get(), say_nothing, nullptr);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!opj_setup_decoder(codec.get(), &parameters)) return nullptr;
  // Otherwise the environment chooses the number of threads.
  opj_codec_set_threads(codec.get(), 0);
  opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);
  return codec;
}

Image decoded(std::string_view code) {
  MemoryStream memory{code};
  const Stream stream = stream_of(memory);
  const Codec codec = strict_codec();
  if (!stream || !codec) return nullptr;
  opj_image_t* header = nullptr;
  if (!opj_read_header(stream.get(), codec.get(), &header)) return nullptr;
  Image image(header);
  if (!opj_decode(codec.get(), stream.get(), image.get())) return nullptr;
  return opj_end_decompress(codec.get(), stream.get()) ? std::move(image) : nullptr;
}

// Fills a word for each pixel; false when the codestream cannot be decoded.
bool decode_words(std::string_view codestream, const FrameShape& shape, std::uint16_t* words) {
  const Image image = decoded(codestream);
  if (!image || image->numcomps != 1) return false;
  const opj_image_comp_t& component = image->comps[0];
  if (component.data == nullptr || component.w != static_cast<OPJ_UINT32>(shape.columns) ||
      component.h != static_cast<OPJ_UINT32>(shape.rows)) {
    return false;
  }
  std::transform(component.data, component.data + shape.pixels(), words,
                 [](OPJ_INT32 value) { return static_cast<std::uint16_t>(value); });
  return true;
}

std::optional<std::vector<std::uint16_t>> words_of(std::string_view codestream, const FrameShape& shape,
                                                   bool high_throughput) {
  const auto decode = [&](std::uint16_t* words) { return decode_words(codestream, shape, words); };
  if (high_throughput) return decode_isolated(shape.pixels(), decode);
  std::vector<std::uint16_t> words(shape.pixels());
  return decode(words.data()) ? std::optional(std::move(words)) : std::nullopt;
}

}  // namespace

Outcome<Coded> decode_jpeg2000(std::string_view code, const FrameShape& shape) {
  const std::string_view codestream = codestream_in(code);
  const std::optional<Jpeg2000Header> header = read_jpeg2000_header(codestream);
  if (!header) return tl::unexpected(ends_codestream(code) ? undecodable : too_short);
  if (header->width != shape.columns || header->height != shape.rows || header->components != 1 ||
      header->precision > 16 || !may_hold(codestream, shape.pixels())) {
    return tl::unexpected(undecodable);
  }
  std::optional<std::vector<std::uint16_t>> words = words_of(codestream, shape, header->high_throughput);
  if (!words) return tl::unexpected(undecodable);
  Coded coded;
  coded.words = std::move(*words);
  coded.precision = header->precision;
  coded.is_signed = header->is_signed;
  coded.tells_sign = true;
  coded.lossy = header->irreversible;
  return coded;
}

}  // namespace cxrval::dicom
