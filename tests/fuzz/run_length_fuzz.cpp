// SPDX-License-Identifier: Apache-2.0
#include "image/run_length.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval::image;

// Three bytes say the form, columns and rows; the rest is the code.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view code(reinterpret_cast<const char*>(data) + 3, size - 3);
  const auto form = static_cast<RunLengthForm>(data[0] % 4);
  const auto mask = decode_run_length(code, form, data[1], data[2]);
  if (!mask) return 0;
  if (mask->width != data[1] || mask->height != data[2]) std::abort();
  if (mask->values.size() != static_cast<std::size_t>(data[1]) * data[2]) std::abort();
  return 0;
}
