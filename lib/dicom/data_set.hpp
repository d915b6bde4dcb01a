// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/buffer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace cxrval::dicom {

// A value, or the reason of a base::Fault whose place the caller knows.
template <class T>
using Outcome = tl::expected<T, std::string_view>;

inline constexpr std::string_view damaged = "data set is damaged";

struct Encoding {
  bool explicit_vr = true;
  bool big_endian = false;
};

constexpr std::uint32_t tag(std::uint16_t group, std::uint16_t element) {
  return static_cast<std::uint32_t>(group) << 16 | element;
}

// One data element where it stands in a Buffer. The value of an element of undefined length ends with its delimiter.
struct Element {
  std::uint32_t tag = 0;
  std::array<char, 2> vr = {' ', ' '};  // blanks in implicit VR
  bool undefined_length = false;
  std::size_t begin = 0;
  std::size_t length = 0;

  bool has_vr(std::string_view code) const { return std::string_view(vr.data(), vr.size()) == code; }
};

struct Range {
  std::size_t begin = 0;
  std::size_t end = std::numeric_limits<std::size_t>::max();  // the maximum: to the end of the file
};

// The elements of one level (PS3.5 section 7.1); nested ones are stepped over, however deep, without recursion and with
// every length checked against the file; nothing behind the range is read. A data set that ends inside an element is
// damaged, and so is one of more than 65536 elements, a nested one too, and one that takes more than 4194304 steps from
// a nested element or item to the next. With `until_pixels` the element Pixel Data (7FE0,0010), Float or Double Float
// Pixel Data is the last one, and its value is not looked at (length as declared, or 0 when undefined).
Outcome<std::vector<Element>> read_elements(Buffer& buffer, Range range, Encoding encoding, bool until_pixels);

// Where the data sets of a sequence's items stand, at most `most` of them; nothing behind the sequence is read. A
// sequence of VR UN is read as implicit VR.
Outcome<std::vector<Range>> items_of(Buffer& buffer, const Element& sequence, Encoding encoding,
                                     std::size_t most = std::numeric_limits<std::size_t>::max());
// The first of them; nothing for a sequence without items.
Outcome<std::optional<Range>> first_item(Buffer& buffer, const Element& sequence, Encoding encoding);
// What the data sets of a sequence's items are encoded in (PS3.5 section 6.2.2: implicit below VR UN).
Encoding encoding_below(const Element& sequence, Encoding encoding);

// The group-0002 elements and where they end; explicit little endian whatever follows (PS3.10 section 7.1), but broken
// writers' implicit ones are read too.
struct MetaInformation {
  std::vector<Element> elements;
  std::size_t end = 0;
};
Outcome<MetaInformation> read_meta(Buffer& buffer, std::size_t begin);

// Do the bytes after the tag at `at` look like a VR, two upper-case letters?
bool looks_explicit(Buffer& buffer, std::size_t at);

// The values of one level's elements by tag; the first counts where a tag is there twice.
class DataSet {
 public:
  DataSet(const Buffer& buffer, std::vector<Element> elements, Encoding encoding)
      : buffer_(&buffer), elements_(std::move(elements)), encoding_(encoding) {}

  const Element* find(std::uint32_t tag) const;
  // The value's bytes; empty when absent. Not for the element that until_pixels stopped at.
  std::string_view bytes(std::uint32_t tag) const;
  // Without leading and trailing blanks and NULs.
  std::string_view trimmed(std::uint32_t tag) const;
  // The index-th US or SS value as its 16 bits.
  std::optional<std::uint16_t> word(std::uint32_t tag, std::size_t index = 0) const;
  // The numbers of a DS or IS element; nothing when one of them is none (empty parts are left out).
  std::optional<std::vector<double>> numbers(std::uint32_t tag) const;
  Encoding encoding() const { return encoding_; }

 private:
  const Buffer* buffer_;
  std::vector<Element> elements_;
  Encoding encoding_;
};

std::string_view trim(std::string_view text);

}  // namespace cxrval::dicom
