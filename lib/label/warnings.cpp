// SPDX-License-Identifier: Apache-2.0
#include "label/warnings.hpp"

namespace cxrval::label {

std::string to_string(const Warnings& warnings) {
  std::string text;
  if (warnings.empty()) return text;
  for (std::size_t i = 0; i < warning_count; ++i) {
    if (!warnings.has(static_cast<Warning>(i))) continue;
    if (!text.empty()) text += ';';
    text += warning_names[i];
  }
  return text;
}

}  // namespace cxrval::label
