// SPDX-License-Identifier: Apache-2.0
#include "dicom/display.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::size_t most_voi_luts = 64;
constexpr std::string_view bad_lut = "lookup table is damaged";
constexpr std::string_view bad_rescale = "rescale slope or intercept is not a number";

// An element of VR "US or SS".
int as_value(std::uint16_t word, bool is_signed) {
  return is_signed ? static_cast<std::int16_t>(word) : word;
}

// LUT Data (0028,3006): words, or bytes in pairs when they are no wider than 8 bits.
std::vector<std::uint16_t> lut_entries(const DataSet& item, std::size_t count, int bits) {
  constexpr std::uint32_t lut_data = tag(0x0028, 0x3006);
  const std::string_view bytes = item.bytes(lut_data);
  const bool narrow = bits == 8 && bytes.size() < 2 * count;
  if (bytes.size() < (narrow ? count : 2 * count)) return {};
  std::vector<std::uint16_t> entries(count);
  const auto widest = static_cast<std::uint16_t>((1U << bits) - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t word = item.word(lut_data, narrow ? i / 2 : i).value_or(0);
    const unsigned entry = narrow ? (i % 2 == 0 ? word & 0xFFU : static_cast<unsigned>(word) >> 8) : word;
    entries[i] = static_cast<std::uint16_t>(std::min<unsigned>(entry, widest));
  }
  return entries;
}

// PS3.3 C.11.1.1 and C.11.2.1.1: Number of entries (0 for 65,536), first value mapped, bits of an entry.
Outcome<image::Lut> lut_of(const DataSet& item, bool first_is_signed) {
  constexpr std::uint32_t descriptor = tag(0x0028, 0x3002);
  const std::optional<std::uint16_t> count = item.word(descriptor, 0);
  const std::optional<std::uint16_t> first = item.word(descriptor, 1);
  const std::optional<std::uint16_t> bits = item.word(descriptor, 2);
  if (!count || !first || !bits || *bits < 8 || *bits > 16) return tl::unexpected(bad_lut);
  const Element* element = item.find(descriptor);
  const bool told = element->has_vr("US") || element->has_vr("SS");
  image::Lut lut;
  lut.first = as_value(*first, told ? element->has_vr("SS") : first_is_signed);
  lut.bits = *bits;
  lut.entries = lut_entries(item, *count == 0 ? 65536 : *count, *bits);
  if (lut.entries.empty()) return tl::unexpected(bad_lut);
  return lut;
}

// What of a sequence stands behind an item whose data set ends at `end`.
Element behind_item(Buffer& buffer, Element sequence, std::size_t end, Encoding encoding) {
  constexpr std::uint32_t item_end = tag(0xFFFE, 0xE00D);
  const std::size_t sequence_end = sequence.begin + sequence.length;
  const bool big = encoding.big_endian;
  const bool delimited =
      sequence_end - end >= 8 && tag(buffer.word16(end, big), buffer.word16(end + 2, big)) == item_end;
  sequence.begin = delimited ? end + 8 : end;
  sequence.length = sequence_end - sequence.begin;
  return sequence;
}

// The LUTs of a sequence's items in their order, at most `most`; none when it is absent or empty.
Outcome<std::vector<image::Lut>> luts_of(const File& file, std::uint32_t sequence_tag, bool first_is_signed,
                                         std::size_t most) {
  std::vector<image::Lut> luts;
  const Element* sequence = file.data.find(sequence_tag);
  if (sequence == nullptr) return luts;
  Encoding encoding = file.data.encoding();
  Element rest = *sequence;
  while (luts.size() < most) {
    const Outcome<std::optional<Range>> range = first_item(*file.buffer, rest, encoding);
    if (!range) return tl::unexpected(bad_lut);
    if (!*range) break;
    Encoding inside = encoding;
    if (sequence->has_vr("UN")) inside.explicit_vr = false;
    Outcome<std::vector<Element>> elements = read_elements(*file.buffer, **range, inside, false);
    if (!elements) return tl::unexpected(bad_lut);
    Outcome<image::Lut> lut = lut_of(DataSet(*file.buffer, std::move(*elements), inside), first_is_signed);
    if (!lut) return tl::unexpected(lut.error());
    luts.push_back(std::move(*lut));
    rest = behind_item(*file.buffer, rest, (*range)->end, encoding);
  }
  return luts;
}

std::string_view read_modality(const File& file, image::Source& source) {
  Outcome<std::vector<image::Lut>> luts = luts_of(file, tag(0x0028, 0x3000), source.is_signed, 1);
  if (!luts) return luts.error();
  if (!luts->empty()) source.modality_lut = std::move(luts->front());
  const auto slope = file.data.numbers(tag(0x0028, 0x1053));
  const auto intercept = file.data.numbers(tag(0x0028, 0x1052));
  if (!slope || !intercept) return bad_rescale;
  if (!slope->empty()) source.rescale_slope = slope->front();
  if (!intercept->empty()) source.rescale_intercept = intercept->front();
  return source.rescale_slope == 0 ? bad_rescale : std::string_view();
}

// Can the Modality transformation give negative values? They are what a VOI LUT's first value is compared with.
bool is_signed_after_modality(const image::Source& source) {
  if (source.modality_lut) return false;
  const double low = source.is_signed ? -std::ldexp(1.0, source.bits_stored - 1) : 0;
  const double high = std::ldexp(1.0, source.is_signed ? source.bits_stored - 1 : source.bits_stored) - 1;
  return std::min(low * source.rescale_slope, high * source.rescale_slope) + source.rescale_intercept < 0;
}

void read_windows(const DataSet& data, image::Source& source) {
  const std::string_view function = data.trimmed(tag(0x0028, 0x1056));
  if (function == "LINEAR_EXACT") {
    source.voi_function = image::VoiFunction::linear_exact;
  } else if (function == "SIGMOID") {
    source.voi_function = image::VoiFunction::sigmoid;
  } else if (!function.empty() && function != "LINEAR") {
    return;
  }
  const auto centres = data.numbers(tag(0x0028, 0x1050));
  const auto widths = data.numbers(tag(0x0028, 0x1051));
  if (!centres || !widths) return;
  for (std::size_t i = 0; i < std::min(centres->size(), widths->size()); ++i) {
    source.windows.push_back({(*centres)[i], (*widths)[i]});
  }
}

std::optional<image::Padding> padding_of(const DataSet& data, bool is_signed) {
  const std::optional<std::uint16_t> value = data.word(tag(0x0028, 0x0120));
  if (!value) return std::nullopt;
  const int one = as_value(*value, is_signed);
  const int other = as_value(data.word(tag(0x0028, 0x0121)).value_or(*value), is_signed);
  return image::Padding{std::min(one, other), std::max(one, other)};
}

}  // namespace

std::string_view read_display(const File& file, image::Source& source) {
  const DataSet& data = file.data;
  if (const std::string_view reason = read_modality(file, source); !reason.empty()) return reason;
  Outcome<std::vector<image::Lut>> voi =
      luts_of(file, tag(0x0028, 0x3010), is_signed_after_modality(source), most_voi_luts);
  if (!voi) return voi.error();
  source.voi_luts = std::move(*voi);
  read_windows(data, source);
  source.padding = padding_of(data, source.is_signed);
  const bool one = data.trimmed(tag(0x0028, 0x0004)) == "MONOCHROME1";
  source.photometric = one ? image::Photometric::monochrome1 : image::Photometric::monochrome2;
  const std::string_view shape = data.trimmed(tag(0x2050, 0x0020));
  if (shape == "IDENTITY") source.plut_shape = image::PlutShape::identity;
  if (shape == "INVERSE") source.plut_shape = image::PlutShape::inverse;
  return {};
}

}  // namespace cxrval::dicom
