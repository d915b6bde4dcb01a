// SPDX-License-Identifier: Apache-2.0
#include "boxes/yolo.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto box = boxes::parse_yolo(line, {"labels.txt", 1, 0});
  if (box && !(box->share.x_min >= -1 && box->share.x_min <= box->share.x_max && box->share.x_max <= 2)) std::abort();
  if (!box && box.error().place.column > size + 1) std::abort();
  return 0;
}
