// SPDX-License-Identifier: Apache-2.0
#include "his/digest.hpp"

#include <bit>

namespace cxrval::his {
namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit in reaches every bit out.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
  x = (x ^ x >> 27) * 0x94D049BB133111EB;
  return x ^ x >> 31;
}

}  // namespace

void Digest::add(std::string_view field) {
  std::uint64_t a = high + field.size();
  std::uint64_t b = low;
  for (const char c : field) {
    const auto byte = static_cast<unsigned char>(c);
    a = (a ^ byte) * 0x100000001B3;  // FNV-1a
    b = (std::rotl(b, 23) + byte) * 0x9E3779B97F4A7C15;
  }
  high = mixed(a ^ std::rotl(b, 32));
  low = mixed(b + a * 3 + 1);
}

void Digest::add(const Digest& field) {
  high = mixed(high ^ field.high);
  low = mixed(low + field.low * 3 + high);
}

std::uint64_t Digest::folded() const {
  return mixed(low ^ std::rotl(high, 17));
}

}  // namespace cxrval::his
