// SPDX-License-Identifier: Apache-2.0
#include "base/uid.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::base {
namespace {

// By long division.
std::string decimal(std::array<std::uint8_t, 16> number) {
  std::string digits;
  while (std::any_of(number.begin(), number.end(), [](std::uint8_t byte) { return byte != 0; })) {
    unsigned remainder = 0;
    for (std::uint8_t& byte : number) {
      const unsigned value = remainder * 256 + byte;
      byte = static_cast<std::uint8_t>(value / 10);
      remainder = value % 10;
    }
    digits += static_cast<char>('0' + remainder);
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace

std::string uid_of_uuid(std::array<std::uint8_t, 16> uuid) {
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0f) | 0x80);
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3f) | 0x80);
  return "2.25." + decimal(uuid);
}

bool is_uid(std::string_view text) {
  constexpr std::size_t longest = 64;
  const auto allowed = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), allowed) &&
         text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

}  // namespace cxrval::base
