// SPDX-License-Identifier: Apache-2.0
#include "dicom/codec.hpp"

#include "dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>

namespace cxrval::dicom {
namespace {

// No RLE run or Huffman code makes more pixels of a byte; who claims more lacks data.
constexpr std::size_t most_pixels_per_byte = 1024;

struct CodedFrame {
  int precision = 0;
  int rows = 0;
  int columns = 0;
  int components = 0;
};

// Frames of Huffman-coded JPEG (baseline, extended, progressive, lossless) or of JPEG-LS.
bool is_frame_marker(unsigned marker, Coding coding) {
  return coding == Coding::jpeg_ls ? marker == 0xF7 : marker >= 0xC0 && marker <= 0xC3;
}

// Tables, application data and comments, which have a length. DCMTK 3.6.7 can search for ever behind other markers.
bool may_precede_frame(unsigned marker) {
  constexpr unsigned huffman_tables = 0xC4;
  constexpr unsigned quantisation_tables = 0xDB;
  constexpr unsigned restart_interval = 0xDD;
  constexpr unsigned jpeg_ls_parameters = 0xF8;
  constexpr unsigned comment = 0xFE;
  return marker == huffman_tables || marker == quantisation_tables || marker == restart_interval ||
         marker == jpeg_ls_parameters || marker == comment || (marker >= 0xE0 && marker <= 0xEF);
}

// The frame header of a JPEG (ITU-T T.81 B.2.2) or JPEG-LS (T.87 C.2.2) codestream.
std::optional<CodedFrame> frame_header(std::string_view code, Coding coding) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(code[i])); };
  const auto word = [&](std::size_t i) { return static_cast<int>(byte(i) << 8 | byte(i + 1)); };
  constexpr unsigned start_of_image = 0xD8;
  if (code.size() < 4 || byte(0) != 0xFF || byte(1) != start_of_image) return std::nullopt;
  std::size_t at = 2;
  while (at + 10 <= code.size() && byte(at) == 0xFF) {
    const unsigned marker = byte(at + 1);
    if (is_frame_marker(marker, coding)) {
      return CodedFrame{static_cast<int>(byte(at + 4)), word(at + 5), word(at + 7), static_cast<int>(byte(at + 9))};
    }
    if (!may_precede_frame(marker) || word(at + 2) < 2) return std::nullopt;
    at += 2 + static_cast<std::size_t>(word(at + 2));
  }
  return std::nullopt;
}

// A codestream without End of Image was cut, even when its fragments are whole. Fragments are padded with NULs.
bool is_complete(std::string_view code) {
  const std::size_t last = code.find_last_not_of('\0');
  return last != std::string_view::npos && code.substr(0, last + 1).ends_with("\xFF\xD9");
}

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

// Takes one item with the whole codestream, whatever fragments it came in. The data set owns the result.
DcmPixelData* insert_pixels(DcmDataset& set, const SyntaxInfo& syntax, std::string_view codestream) {
  const DcmTag item_tag(DCM_PixelItemTag, EVR_OB);
  auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
  sequence->insert(new DcmPixelItem(item_tag));
  auto item = std::make_unique<DcmPixelItem>(item_tag);
  std::string padded(codestream);
  if (padded.size() % 2 != 0) padded.push_back('\0');
  if (item->putUint8Array(reinterpret_cast<const Uint8*>(padded.data()), padded.size()).bad()) return nullptr;
  sequence->insert(item.release());
  auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
  const DcmXfer xfer(std::string(syntax.uid).c_str());
  pixels->putOriginalRepresentation(xfer.getXfer(), nullptr, sequence.release());
  DcmPixelData* inserted = pixels.get();
  return set.insert(pixels.release(), OFTrue).good() ? inserted : nullptr;
}

Outcome<std::vector<std::uint16_t>> decoded(DcmPixelData& pixels, DcmDataset& set, const FrameShape& shape) {
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

}  // namespace

Outcome<std::vector<std::uint16_t>> decode_frame(const SyntaxInfo& syntax, std::string_view codestream,
                                                 const FrameShape& shape) {
  FrameShape coded = shape;
  if (syntax.coding == Coding::rle) {
    if (!fits_rle(codestream, shape)) return tl::unexpected(undecodable);
  } else {
    const std::optional<CodedFrame> frame = frame_header(codestream, syntax.coding);
    if (!frame || frame->rows != shape.rows || frame->columns != shape.columns || frame->components != 1 ||
        frame->precision < 2 || frame->precision > shape.bits_allocated) {
      return tl::unexpected(undecodable);
    }
    if (!is_complete(codestream)) return tl::unexpected(std::string_view("pixel data shorter than its header says"));
    coded.bits_allocated = frame->precision <= 8 ? 8 : 16;
  }
  if (syntax.coding != Coding::jpeg_ls && shape.pixels() / most_pixels_per_byte > codestream.size()) {
    return tl::unexpected(undecodable);
  }
  set_up_dcmtk();
  const std::unique_ptr<DcmDataset> set = data_set_of(coded);
  DcmPixelData* pixels = insert_pixels(*set, syntax, codestream);
  if (pixels == nullptr) return tl::unexpected(undecodable);
  return decoded(*pixels, *set, coded);
}

}  // namespace cxrval::dicom
