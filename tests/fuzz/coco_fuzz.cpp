// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "base/error.hpp"
#include "boxes/coco.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const boxes::CocoFile file = boxes::read_coco(*base::memory_source(text, "boxes.json"));
    for (const boxes::CocoBox& box : file.boxes) {
      if (box.line == 0 || box.column == 0 || !(box.box.x_min <= box.box.x_max)) std::abort();
    }
  } catch (const base::Error&) {
  }
  return 0;
}
