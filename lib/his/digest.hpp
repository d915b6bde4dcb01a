// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace cxrval::his {

// 128 bits that tell records apart. Not cryptographic: it decides only whether a record is an exact copy of another one
// of the same export.
struct Digest {
  std::uint64_t high = 0x243F6A8885A308D3;
  std::uint64_t low = 0x13198A2E03707344;

  // Adds one field; fields do not run together.
  void add(std::string_view field);
  void add(const Digest& field);
  // Half the bits.
  std::uint64_t folded() const;

  auto operator<=>(const Digest&) const = default;
};

}  // namespace cxrval::his
