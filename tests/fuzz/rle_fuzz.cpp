// SPDX-License-Identifier: Apache-2.0
#include "pixels.hpp"

#include <cstddef>
#include <cstdint>

using namespace cxrval;

// Three bytes say rows, columns and bits allocated; the rest is an RLE frame.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view code(reinterpret_cast<const char*>(data) + 3, size - 3);
  return decode_any("1.2.840.10008.1.2.5", code, {data[0], data[1], data[2] % 2 == 0 ? 8 : 16});
}
