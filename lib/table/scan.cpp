// SPDX-License-Identifier: Apache-2.0
#include "table/scan.hpp"

#include <algorithm>

namespace cxrval::table {

// Sums of bytes: 128 fit, and the compiler makes vectors of the inner loop.
std::size_t count_line_ends(std::string_view bytes) {
  constexpr std::size_t lanes = 32;
  constexpr std::size_t rounds = 128;
  std::size_t count = 0;
  while (bytes.size() >= lanes) {
    const std::size_t whole = std::min(bytes.size() / lanes, rounds);
    unsigned char sums[lanes] = {};
    for (std::size_t round = 0; round < whole; ++round) {
      const char* const part = bytes.data() + round * lanes;
      for (std::size_t i = 0; i < lanes; ++i) {
        sums[i] = static_cast<unsigned char>(sums[i] + (part[i] == '\n' ? 1 : 0));
      }
    }
    for (const unsigned char sum : sums) count += sum;
    bytes.remove_prefix(whole * lanes);
  }
  return count + static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace cxrval::table
