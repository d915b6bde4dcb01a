// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
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

inline std::uint64_t csv_marks(const char* bytes) {
  std::uint64_t marks = 0;
  for (unsigned i = 0; i < scan_width; i += 8) {
    const std::uint64_t word = load8(bytes + i);
    const std::uint64_t found = equal_bytes(word, ',') | equal_bytes(word, '"') | equal_bytes(word, '\n');
    marks |= (((found >> 7) * 0x0102040810204080U) >> 56) << i;
  }
  return marks;
}

}  // namespace portable

// Bit i tells whether byte i of scan_width bytes is a comma, a quote or a line end.
inline std::uint64_t csv_marks(const char* bytes) {
#if defined(__SSE2__)
  std::uint64_t marks = 0;
  for (unsigned i = 0; i < scan_width; i += 16) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    const __m128i found =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(part, _mm_set1_epi8(',')), _mm_cmpeq_epi8(part, _mm_set1_epi8('"'))),
                     _mm_cmpeq_epi8(part, _mm_set1_epi8('\n')));
    marks |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << i;
  }
  return marks;
#else
  return portable::csv_marks(bytes);
#endif
}

std::size_t count_line_ends(std::string_view bytes);

}  // namespace cxrval::table
