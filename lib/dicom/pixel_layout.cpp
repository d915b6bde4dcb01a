// SPDX-License-Identifier: Apache-2.0
#include "dicom/pixel_layout.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::size_t most_pixels = 134217728;

struct Extent {
  int low = 0;
  int high = 0;

  bool holds(const Extent& other) const { return low <= other.low && other.high <= high; }
};

Extent range_of(int bits, bool is_signed) {
  const int size = 1 << bits;
  return is_signed ? Extent{-size / 2, size / 2 - 1} : Extent{0, size - 1};
}

int value_of(std::uint16_t word, bool is_signed) {
  return is_signed ? static_cast<std::int16_t>(word) : static_cast<int>(word);
}

template <class Value>
Extent extent_as(const std::vector<std::uint16_t>& words) {
  auto low = static_cast<Value>(words.front());
  Value high = low;
  for (const std::uint16_t word : words) {
    low = std::min(low, static_cast<Value>(word));
    high = std::max(high, static_cast<Value>(word));
  }
  return {low, high};
}

Extent extent_of(const std::vector<std::uint16_t>& words, bool is_signed) {
  return is_signed ? extent_as<std::int16_t>(words) : extent_as<std::uint16_t>(words);
}

// Are these words of `coded` bits numbers of `bits` bits, their sign extended or not?
bool are_twos_complement(const std::vector<std::uint16_t>& words, int bits, int coded) {
  const int most = (1 << bits) - 1;
  const int least_negative = (1 << coded) - (1 << (bits - 1));
  return std::all_of(words.begin(), words.end(), [&](int word) { return word <= most || word >= least_negative; });
}

void clamp(std::vector<std::uint16_t>& words, bool is_signed, const Extent& range) {
  for (std::uint16_t& word : words) {
    word = static_cast<std::uint16_t>(std::clamp(value_of(word, is_signed), range.low, range.high));
  }
}

}  // namespace

Outcome<Layout> layout_of(const DataSet& data) {
  const auto number = [&](std::uint16_t element) { return data.word(tag(0x0028, element)); };
  const std::string_view photometric = data.trimmed(tag(0x0028, 0x0004));
  if (number(0x0002).value_or(1) != 1 || (photometric != "MONOCHROME1" && photometric != "MONOCHROME2")) {
    return tl::unexpected(std::string_view("not a greyscale image"));
  }
  Layout layout;
  layout.frame.rows = number(0x0010).value_or(0);
  layout.frame.columns = number(0x0011).value_or(0);
  if (layout.frame.pixels() == 0) return tl::unexpected(std::string_view("rows or columns are zero"));
  if (layout.frame.pixels() > most_pixels) return tl::unexpected(std::string_view("more than 134217728 pixels"));
  layout.frame.bits_allocated = number(0x0100).value_or(0);
  layout.bits_stored = number(0x0101).value_or(static_cast<std::uint16_t>(layout.frame.bits_allocated));
  layout.high_bit = number(0x0102).value_or(static_cast<std::uint16_t>(layout.bits_stored - 1));
  layout.is_signed = number(0x0103).value_or(0) == 1;
  if (layout.frame.bits_allocated != 8 && layout.frame.bits_allocated != 16) {
    return tl::unexpected(std::string_view("bits allocated is neither 8 nor 16"));
  }
  if (layout.bits_stored < 1 || layout.high_bit >= layout.frame.bits_allocated ||
      layout.high_bit + 1 < layout.bits_stored) {
    return tl::unexpected(std::string_view("bits stored or high bit out of range"));
  }
  return layout;
}

void keep_stored_bits(const Layout& layout, std::vector<std::uint16_t>& words) {
  const int up = 15 - layout.high_bit;
  const int down = 16 - layout.bits_stored;
  if (down == 0) return;
  if (layout.is_signed) {
    for (std::uint16_t& word : words) {
      word = static_cast<std::uint16_t>(static_cast<std::int16_t>(static_cast<std::uint16_t>(word << up)) >> down);
    }
  } else {
    for (std::uint16_t& word : words) {
      word = static_cast<std::uint16_t>(static_cast<std::uint16_t>(word << up) >> down);
    }
  }
}

std::vector<std::string_view> reconcile(const Layout& layout, Coded coded, image::Source& source) {
  const int stored = layout.bits_stored;
  const int coded_bits = coded.precision;
  source.samples = std::move(coded.words);
  source.bits_stored = stored;
  source.is_signed = layout.is_signed;
  const bool whole_words = !coded.tells_sign && !coded.lossy && coded_bits > stored && coded_bits > layout.high_bit;
  if (coded.allocated || whole_words) {
    keep_stored_bits(layout, source.samples);
    return {};
  }
  std::vector<std::string_view> doubts;
  if (coded.tells_sign ? coded_bits != stored : coded_bits < stored) doubts.push_back(doubt::bits_differ);
  if (coded.tells_sign && coded.is_signed != layout.is_signed) doubts.push_back(doubt::sign_differs);
  source.bits_stored = std::min(stored, coded_bits);
  if (!coded.is_signed && layout.is_signed) {
    if (!coded.lossy && !are_twos_complement(source.samples, source.bits_stored, coded_bits)) {
      source.bits_stored = coded_bits;
    }
    keep_stored_bits({layout.frame, source.bits_stored, source.bits_stored - 1, true}, source.samples);
    return doubts;
  }
  const Extent values = extent_of(source.samples, coded.is_signed);
  source.is_signed = coded.is_signed && (layout.is_signed || values.low < 0);
  const Extent range = range_of(source.bits_stored, source.is_signed);
  if (range.holds(values)) return doubts;
  const int overshoot = (1 << source.bits_stored) / 16;
  if (coded.lossy && Extent{range.low - overshoot, range.high + overshoot}.holds(values)) {
    clamp(source.samples, source.is_signed, range);
    doubts.push_back(doubt::values_clamped);
    return doubts;
  }
  source.bits_stored = coded_bits;
  if (doubts.empty() || doubts.front() != doubt::bits_differ) doubts.insert(doubts.begin(), doubt::bits_differ);
  return doubts;
}

}  // namespace cxrval::dicom
