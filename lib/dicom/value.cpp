// SPDX-License-Identifier: Apache-2.0
#include "dicom/value.hpp"

#include "base/number.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace cxrval::dicom {
namespace {

constexpr std::uint32_t character_set_tag = tag(0x0008, 0x0005);

// Bytes of one value of a VR whose values are binary; 0 for text.
std::size_t binary_size(std::string_view vr) {
  if (vr == "US" || vr == "SS") return 2;
  if (vr == "UL" || vr == "SL" || vr == "FL" || vr == "AT") return 4;
  return vr == "FD" || vr == "UV" || vr == "SV" ? 8 : 0;
}

std::uint64_t unsigned_value(std::string_view bytes, bool big_endian) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[big_endian ? i : bytes.size() - 1 - i]);
  }
  return value;
}

std::string real_text(double value) {
  return value - value == 0 ? base::format_real(value) : "";
}

std::string tag_text(std::uint64_t group, std::uint64_t element) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string text;
  for (const std::uint64_t word : {group, element}) {
    if (!text.empty()) text += ',';
    for (int shift = 12; shift >= 0; shift -= 4) text += digits[word >> shift & 15];
  }
  return text;
}

std::string binary_text(std::string_view vr, std::string_view bytes, bool big_endian) {
  const std::uint64_t value = unsigned_value(bytes, big_endian);
  if (vr == "SS") return std::to_string(static_cast<std::int16_t>(value));
  if (vr == "SL") return std::to_string(static_cast<std::int32_t>(value));
  if (vr == "SV") return std::to_string(static_cast<std::int64_t>(value));
  if (vr == "FL") return real_text(static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(value))));
  if (vr == "FD") return real_text(std::bit_cast<double>(value));
  if (vr == "AT") {
    return tag_text(unsigned_value(bytes.substr(0, 2), big_endian), unsigned_value(bytes.substr(2), big_endian));
  }
  return std::to_string(value);
}

DecodedText binary_values(std::string_view vr, std::string_view bytes, bool big_endian) {
  const std::size_t size = binary_size(vr);
  DecodedText values;
  for (std::size_t at = 0; at + size <= bytes.size(); at += size) {
    if (at > 0) values.text += '\\';
    values.text += binary_text(vr, bytes.substr(at, size), big_endian);
  }
  return values;
}

DecodedText value_of(const DataSet& data, const Element& element, const TagPath& path, std::string_view sets) {
  std::string_view vr(element.vr.data(), element.vr.size());
  if (vr == "  " || vr == "UN") vr = {path.vr.data(), path.vr.size()};
  if (vr == "SQ" || (element.undefined_length && vr != "UT")) return {"", "sequence"};
  if (vr.starts_with('O') || vr == "  ") return {"", element.length == 0 ? "" : "binary"};
  const std::string_view bytes = data.bytes(path.tag);
  if (binary_size(vr) != 0) return binary_values(vr, bytes, data.encoding().big_endian);
  return decode_text(trim(bytes), sets);
}

// The data set of one item, or nothing when the sequence or the item is absent.
Outcome<std::optional<DataSet>> item_below(const File& file, const DataSet& data, const TagPath::Sequence& step) {
  const Element* sequence = data.find(step.tag);
  if (sequence == nullptr) return std::nullopt;
  const Outcome<std::vector<Range>> items = items_of(*file.buffer, *sequence, data.encoding(), step.item + 1);
  if (!items) return tl::unexpected(items.error());
  if (items->size() <= step.item) return std::nullopt;
  const Encoding encoding = encoding_below(*sequence, data.encoding());
  Outcome<std::vector<Element>> elements = read_elements(*file.buffer, (*items)[step.item], encoding, false);
  if (!elements) return tl::unexpected(elements.error());
  return DataSet(*file.buffer, std::move(*elements), encoding);
}

}  // namespace

DecodedText value_at(const File& file, const TagPath& path, std::string_view character_sets) {
  std::optional<DataSet> item;
  std::string sets(character_sets);
  for (const TagPath::Sequence& step : path.above) {
    Outcome<std::optional<DataSet>> below = item_below(file, item ? *item : file.data, step);
    if (!below) return {"", "damaged"};
    if (!*below) return {};
    item.emplace(std::move(**below));
    if (item->find(character_set_tag) != nullptr) sets = item->trimmed(character_set_tag);
  }
  const DataSet& data = item ? *item : file.data;
  const Element* element = data.find(path.tag);
  if (element == nullptr) return {};
  constexpr std::uint32_t pixel_group = 0x7FE0;
  if (element->tag >> 16 == pixel_group) return {"", "binary"};
  return value_of(data, *element, path, sets);
}

}  // namespace cxrval::dicom
