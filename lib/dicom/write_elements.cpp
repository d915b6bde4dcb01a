// SPDX-License-Identifier: Apache-2.0
#include "dicom/write_elements.hpp"

#include "base/number.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcvrobow.h>
#include <dcmtk/dcmdata/dcvrus.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace cxrval::dicom {
namespace {

void require(const OFCondition& condition) {
  if (condition.bad()) throw std::logic_error("DCMTK refuses a value of the new image");
}

void put_word(DcmItem& set, const DcmTagKey& key, unsigned value) {
  require(set.putAndInsertUint16(key, static_cast<Uint16>(value)));
}

std::string two_digits(std::int64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

// An element of VR "US or SS".
void put_signed_or_not(DcmItem& set, const DcmTagKey& key, int value, bool is_signed) {
  if (is_signed) {
    require(set.putAndInsertSint16(DcmTag(key, EVR_SS), static_cast<Sint16>(value)));
  } else {
    require(set.putAndInsertUint16(DcmTag(key, EVR_US), static_cast<Uint16>(value)));
  }
}

void put_lut(DcmItem& set, const DcmTagKey& sequence, const image::Lut& lut) {
  DcmItem* item = nullptr;
  constexpr long next = -2;
  require(set.findOrCreateSequenceItem(sequence, item, next));
  const bool is_signed = lut.first < 0;
  const auto count = static_cast<Uint16>(lut.entries.size() == 65536 ? 0 : lut.entries.size());
  const std::array<Uint16, 3> words = {count, static_cast<Uint16>(lut.first), static_cast<Uint16>(lut.bits)};
  if (is_signed) {
    std::array<Sint16, 3> values{};
    for (std::size_t i = 0; i < words.size(); ++i) values[i] = static_cast<Sint16>(words[i]);
    require(item->putAndInsertSint16Array(DcmTag(DCM_LUTDescriptor, EVR_SS), values.data(), values.size()));
  } else {
    require(item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), words.data(), words.size()));
  }
  if (sequence == DCM_ModalityLUTSequence) require(item->putAndInsertString(DCM_ModalityLUTType, "US"));
  require(item->putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_OW), lut.entries.data(), lut.entries.size()));
}

void put_windows(DcmItem& set, const image::Source& source) {
  std::string centres;
  std::string widths;
  for (const image::Window& window : source.windows) {
    centres += (centres.empty() ? "" : "\\") + decimal_string(window.centre);
    widths += (widths.empty() ? "" : "\\") + decimal_string(window.width);
  }
  put_text(set, DCM_WindowCenter, centres);
  put_text(set, DCM_WindowWidth, widths);
  if (source.voi_function == image::VoiFunction::linear_exact) put_text(set, DCM_VOILUTFunction, "LINEAR_EXACT");
  if (source.voi_function == image::VoiFunction::sigmoid) put_text(set, DCM_VOILUTFunction, "SIGMOID");
}

}  // namespace

void put_text(DcmItem& set, const DcmTagKey& key, const std::string& value) {
  require(set.putAndInsertString(key, value.c_str()));
}

void put_text_if_any(DcmItem& set, const DcmTagKey& key, const std::string& value) {
  if (!value.empty()) put_text(set, key, value);
}

std::string dicom_date(base::CivilTime time) {
  const base::CivilDate date = base::date_of(time);
  std::string year = std::to_string(date.year);
  year.insert(0, 4 - std::min<std::size_t>(4, year.size()), '0');
  return year + two_digits(date.month) + two_digits(date.day);
}

std::string dicom_time(base::CivilTime time) {
  constexpr std::int64_t day = 86400;
  const std::int64_t second = (time.seconds % day + day) % day;
  return two_digits(second / 3600) + two_digits(second / 60 % 60) + two_digits(second % 60);
}

std::string decimal_string(double value) {
  constexpr std::size_t longest = 16;
  const std::string shortest = base::format_real(value);
  if (shortest.size() <= longest) return shortest;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 9).ptr;
  return {text.data(), end};
}

void put_pixels(DcmItem& set, const image::Source& source) {
  const bool wide = source.bits_stored > 8;
  put_word(set, DCM_SamplesPerPixel, 1);
  put_text(set, DCM_PhotometricInterpretation,
           source.photometric == image::Photometric::monochrome1 ? "MONOCHROME1" : "MONOCHROME2");
  put_word(set, DCM_Rows, static_cast<unsigned>(source.height));
  put_word(set, DCM_Columns, static_cast<unsigned>(source.width));
  put_word(set, DCM_BitsAllocated, wide ? 16 : 8);
  put_word(set, DCM_BitsStored, static_cast<unsigned>(source.bits_stored));
  put_word(set, DCM_HighBit, static_cast<unsigned>(source.bits_stored) - 1);
  put_word(set, DCM_PixelRepresentation, source.is_signed ? 1 : 0);
  const unsigned mask = (1U << source.bits_stored) - 1;
  auto pixels = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, wide ? EVR_OW : EVR_OB));
  if (wide) {
    std::vector<Uint16> words;
    words.reserve(source.samples.size());
    for (const std::uint16_t word : source.samples) words.push_back(static_cast<Uint16>(word & mask));
    require(pixels->putUint16Array(words.data(), words.size()));
  } else {
    std::vector<Uint8> bytes;
    bytes.reserve(source.samples.size() + 1);
    for (const std::uint16_t word : source.samples) bytes.push_back(static_cast<Uint8>(word & mask));
    if (bytes.size() % 2 != 0) bytes.push_back(0);
    require(pixels->putUint8Array(bytes.data(), bytes.size()));
  }
  require(set.insert(pixels.release(), OFTrue));
}

void put_display(DcmItem& set, const image::Source& source) {
  if (source.modality_lut) {
    put_lut(set, DCM_ModalityLUTSequence, *source.modality_lut);
  } else {
    put_text(set, DCM_RescaleIntercept, decimal_string(source.rescale_intercept));
    put_text(set, DCM_RescaleSlope, decimal_string(source.rescale_slope));
    put_text(set, DCM_RescaleType, "US");
  }
  for (const image::Lut& lut : source.voi_luts) put_lut(set, DCM_VOILUTSequence, lut);
  if (!source.windows.empty()) put_windows(set, source);
  if (source.plut_shape != image::PlutShape::absent) {
    put_text(set, DCM_PresentationLUTShape, source.plut_shape == image::PlutShape::inverse ? "INVERSE" : "IDENTITY");
  }
  if (!source.padding) return;
  put_signed_or_not(set, DCM_PixelPaddingValue, source.padding->low, source.is_signed);
  if (source.padding->high != source.padding->low) {
    put_signed_or_not(set, DCM_PixelPaddingRangeLimit, source.padding->high, source.is_signed);
  }
}

}  // namespace cxrval::dicom
