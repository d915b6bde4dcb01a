// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::infer {

// The rule by which an image goes on to the next stage: its probability against a threshold. The paper's gates are
// "> 0.5" (Nguyen et al. 2022, section on the VinDr-CXR pipeline).
struct Gate {
  double threshold = 0.5;
  bool inclusive = false;  // ">=" instead of ">"

  bool passes(double probability) const { return inclusive ? probability >= threshold : probability > threshold; }
  bool operator==(const Gate&) const = default;
};

// "> T" or ">= T" with one blank and T from 0 to 1; nothing for any other text.
std::optional<Gate> parse_gate(std::string_view text);
std::string to_string(const Gate& gate);

}  // namespace cxrval::infer
