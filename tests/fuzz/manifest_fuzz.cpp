// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "infer/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    cxrval::infer::parse_pipeline(text, "pipeline.json");
  } catch (const cxrval::base::Error&) {
  }
  try {
    cxrval::infer::parse_model(text, "model.json");
  } catch (const cxrval::base::Error&) {
  }
  return 0;
}
