// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cxrval::table {

constexpr std::size_t scan_width = 64;

namespace portable {

constexpr std::uint64_t every_byte = 0x0101010101010101;

// Little-endian on every machine.
inline std::uint64_t load8(const char* bytes) {
  std::uint64_t word = 0;
  for (unsigned i = 0; i < 8; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

// The high bit of each byte that is `wanted`, exactly.
constexpr std::uint64_t equal_bytes(std::uint64_t word, char wanted) {
  constexpr std::uint64_t low = every_byte * 0x7f;
  const std::uint64_t other = word ^ (every_byte * static_cast<unsigned char>(wanted));
  return ~(((other & low) + low) | other | low);
}

template <char... wanted>
std::uint64_t marks_of(const char* bytes) {
  std::uint64_t marks = 0;
  for (unsigned i = 0; i < scan_width; i += 8) {
    const std::uint64_t word = load8(bytes + i);
    marks |= ((((equal_bytes(word, wanted) | ...) >> 7) * 0x0102040810204080U) >> 56) << i;
  }
  return marks;
}

}  // namespace portable

// Bit i tells whether byte i of scan_width bytes is one of those wanted.
template <char... wanted>
std::uint64_t marks_of(const char* bytes) {
#if defined(__SSE2__)
  std::uint64_t marks = 0;
  for (unsigned i = 0; i < scan_width; i += 16) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(part, _mm_set1_epi8(wanted)))), ...);
    marks |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << i;
  }
  return marks;
#else
  return portable::marks_of<wanted...>(bytes);
#endif
}

// The places of the bytes wanted, in order. scan_width bytes behind the text must be readable.
template <char... wanted>
class Marks {
 public:
  explicit Marks(std::string_view text)
      : bytes_(text.data()), size_(text.size()), marks_(text.empty() ? 0 : marks_of<wanted...>(text.data())) {}

  // Of the next one; behind the last one something that is not less than the text's size.
  std::size_t next() {
    while (marks_ == 0) {
      if (base_ + scan_width >= size_) return size_;
      base_ += scan_width;
      marks_ = marks_of<wanted...>(bytes_ + base_);
    }
    const std::size_t at = base_ + static_cast<std::size_t>(std::countr_zero(marks_));
    marks_ &= marks_ - 1;
    return at;
  }

 private:
  const char* bytes_;
  std::size_t size_;
  std::size_t base_ = 0;
  std::uint64_t marks_;
};

// Whether any byte of a word is below `limit`, at most 128, or is `wanted`; not 0 if so.
constexpr std::uint64_t any_below(std::uint64_t word, unsigned limit) {
  return (word - portable::every_byte * limit) & ~word & (portable::every_byte * 0x80);
}
constexpr std::uint64_t any_equal(std::uint64_t word, char wanted) {
  return any_below(word ^ (portable::every_byte * static_cast<unsigned char>(wanted)), 1);
}

// Copies copy_width bytes; not 0 when one of them is one of those wanted.
#if defined(__SSE2__)
constexpr std::size_t copy_width = 16;
template <char... wanted>
std::uint64_t copy_marking(const char* from, char* to) {
  const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), part);
  __m128i found = _mm_setzero_si128();
  ((found = _mm_or_si128(found, _mm_cmpeq_epi8(part, _mm_set1_epi8(wanted)))), ...);
  return static_cast<unsigned>(_mm_movemask_epi8(found));
}
#else
constexpr std::size_t copy_width = 8;
template <char... wanted>
std::uint64_t copy_marking(const char* from, char* to) {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  std::memcpy(to, &word, sizeof word);
  return (any_equal(word, wanted) | ...);
}
#endif

std::size_t count_line_ends(std::string_view bytes);

}  // namespace cxrval::table
