// SPDX-License-Identifier: Apache-2.0
#include "his/packed.hpp"

#include <stdexcept>

namespace cxrval::his {

void pack(std::string& packed, std::uint64_t number) {
  while (number >= 0x80) {
    packed += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  packed += static_cast<char>(number);
}

void pack(std::string& packed, std::string_view text) {
  pack(packed, std::uint64_t{text.size()});
  packed += text;
}

std::uint64_t Unpacker::number() {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) break;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    number |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return number;
  }
  throw std::logic_error("a packed number does not end");
}

std::string_view Unpacker::text() {
  const std::uint64_t size = number();
  if (size > rest_.size()) throw std::logic_error("a packed text does not end");
  const std::string_view text = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return text;
}

}  // namespace cxrval::his
