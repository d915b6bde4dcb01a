// SPDX-License-Identifier: Apache-2.0
#include "dicom/codec.hpp"

#include "dicom/codestream_element.hpp"
#include "dicom/dcmtk_setup.hpp"
#include "dicom/jpeg2000.hpp"
#include "dicom/jpeg_ls.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcpixel.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>

namespace cxrval::dicom {
namespace {

// PS3.5 G.5: the number of segments, one a byte of a sample, and where each begins.
bool fits_rle(std::string_view code, const FrameShape& shape) {
  constexpr std::size_t header_size = 64;
  if (code.size() < header_size) return false;
  const auto long_word = [code](std::size_t i) {
    std::size_t value = 0;
    for (std::size_t k = 4; k-- > 0;) value = value << 8 | static_cast<unsigned char>(code[4 * i + k]);
    return value;
  };
  const auto segments = static_cast<std::size_t>(shape.bits_allocated / 8);
  if (long_word(0) != segments) return false;
  std::size_t before = header_size;
  for (std::size_t segment = 1; segment <= segments; ++segment) {
    const std::size_t begin = long_word(segment);
    if (begin < before || begin >= code.size()) return false;
    before = begin + 1;
  }
  return true;
}

void put(DcmItem& item, const DcmTagKey& key, int value) {
  item.putAndInsertUint16(key, static_cast<Uint16>(value));
}

// DCMTK decodes pixel data of a data set; this one says of it only what the codestream itself says.
std::unique_ptr<DcmDataset> data_set_of(const FrameShape& shape) {
  auto set = std::make_unique<DcmDataset>();
  put(*set, DCM_SamplesPerPixel, 1);
  set->putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
  put(*set, DCM_Rows, shape.rows);
  put(*set, DCM_Columns, shape.columns);
  put(*set, DCM_BitsAllocated, shape.bits_allocated);
  put(*set, DCM_BitsStored, shape.bits_allocated);
  put(*set, DCM_HighBit, shape.bits_allocated - 1);
  put(*set, DCM_PixelRepresentation, 0);
  return set;
}

Outcome<std::vector<std::uint16_t>> words_of(DcmPixelData& pixels, DcmDataset& set, const FrameShape& shape) {
  const std::size_t bytes = shape.pixels() * static_cast<std::size_t>(shape.bits_allocated / 8);
  std::vector<std::uint16_t> words((bytes + 1) / 2);
  Uint32 fragment = 0;
  OFString colour_model;
  const OFCondition done =
      pixels.getUncompressedFrame(&set, 0, fragment, words.data(), static_cast<Uint32>(words.size() * 2), colour_model);
  if (done.bad()) return tl::unexpected(undecodable);
  if (shape.bits_allocated == 16) return words;
  std::vector<std::uint16_t> widened(shape.pixels());
  const auto* narrow = reinterpret_cast<const unsigned char*>(words.data());
  std::copy(narrow, narrow + widened.size(), widened.begin());
  return widened;
}

Outcome<std::vector<std::uint16_t>> decode_by_dcmtk(const SyntaxInfo& syntax, std::string_view code,
                                                    const FrameShape& shape) {
  set_up_dcmtk();
  const std::unique_ptr<DcmDataset> set = data_set_of(shape);
  DcmPixelData* pixels = insert_codestream(*set, syntax.uid, code);
  if (pixels == nullptr) return tl::unexpected(undecodable);
  return words_of(*pixels, *set, shape);
}

Outcome<Coded> decode_rle(const SyntaxInfo& syntax, std::string_view code, const FrameShape& shape) {
  // Two bytes make at most 128 bytes of pixels.
  constexpr std::size_t most_pixels_per_byte = 64;
  if (!fits_rle(code, shape) || shape.pixels() / most_pixels_per_byte > code.size()) {
    return tl::unexpected(undecodable);
  }
  Outcome<std::vector<std::uint16_t>> words = decode_by_dcmtk(syntax, code, shape);
  if (!words) return tl::unexpected(words.error());
  Coded coded;
  coded.words = std::move(*words);
  coded.precision = shape.bits_allocated;
  coded.allocated = true;
  return coded;
}

Outcome<Coded> decode_jpeg(std::string_view code, const FrameShape& shape) {
  const std::optional<JpegFrame> frame = jpeg_frame(code);
  const std::optional<SyntaxInfo> syntax = syntax_of(code);
  if (!frame || !syntax || frame->rows != shape.rows || frame->columns != shape.columns || frame->components != 1 ||
      frame->precision < 2 || frame->precision > 16) {
    return tl::unexpected(undecodable);
  }
  if (!ends_codestream(code)) return tl::unexpected(too_short);
  // No Huffman code makes more pixels of a byte; who claims more lacks data.
  constexpr std::size_t most_pixels_per_byte = 1024;
  const bool jpeg_ls = syntax->coding == Coding::jpeg_ls;
  if (jpeg_ls ? !may_hold(code, shape.pixels()) : shape.pixels() / most_pixels_per_byte > code.size()) {
    return tl::unexpected(undecodable);
  }
  if (!has_few_scans(code, shape.pixels())) return tl::unexpected(undecodable);
  FrameShape coded_shape = shape;
  coded_shape.bits_allocated = frame->precision <= 8 ? 8 : 16;
  Outcome<std::vector<std::uint16_t>> words =
      jpeg_ls ? decode_jpeg_ls(code, *frame) : decode_by_dcmtk(*syntax, code, coded_shape);
  if (!words) return tl::unexpected(words.error());
  constexpr unsigned lossless = 0xC3;
  Coded coded;
  coded.words = std::move(*words);
  coded.precision = frame->precision;
  coded.lossy = jpeg_ls ? frame->near > 0 : frame->marker != lossless;
  return coded;
}

// Also the reversible wavelet is lossy where the encoder left out its last bits.
Outcome<Coded> decode_wavelets(const SyntaxInfo& syntax, std::string_view code, const FrameShape& shape) {
  Outcome<Coded> coded = decode_jpeg2000(code, shape);
  const bool may_be_lossy = syntax.uid == "1.2.840.10008.1.2.4.91" || syntax.uid == "1.2.840.10008.1.2.4.203";
  if (coded) coded->lossy = coded->lossy || may_be_lossy;
  return coded;
}

}  // namespace

Outcome<Coded> decode_frame(const SyntaxInfo& syntax, std::string_view code, const FrameShape& shape) {
  switch (syntax.coding) {
    case Coding::rle:
      return decode_rle(syntax, code, shape);
    case Coding::jpeg:
    case Coding::jpeg_ls:
      return decode_jpeg(code, shape);
    case Coding::jpeg2000:
      return decode_wavelets(syntax, code, shape);
    case Coding::native:
    case Coding::unsupported:
      break;
  }
  return tl::unexpected(undecodable);
}

}  // namespace cxrval::dicom
