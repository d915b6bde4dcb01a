// SPDX-License-Identifier: Apache-2.0
#include "boxes/prediction_string.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto boxes = boxes::parse_predictions(text, {"boxes.csv", 2, 2});
  if (!boxes) return 0;
  if (boxes->size() * 11 > size + 1) std::abort();
  for (const boxes::NumberedBox& box : *boxes) {
    if (!std::isfinite(box.score) || !std::isfinite(box.box.x_max)) std::abort();
  }
  return 0;
}
