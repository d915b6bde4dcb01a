// SPDX-License-Identifier: Apache-2.0
#include "image/preset.hpp"
#include "image/raster.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

// Any bytes are an image whose words its depth holds, or a fault.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const base::Result<image::Source> source = image::read_raster(bytes);
  if (!source) return 0;
  for (const std::uint16_t word : source->samples) {
    if (word >> static_cast<unsigned>(source->bits_stored) != 0) std::abort();
  }
  if (!image::render(*source, {image::Preset::bits})) std::abort();
  return 0;
}
