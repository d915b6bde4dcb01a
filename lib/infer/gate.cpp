// SPDX-License-Identifier: Apache-2.0
#include "infer/gate.hpp"

#include "base/number.hpp"

namespace cxrval::infer {

std::optional<Gate> parse_gate(std::string_view text) {
  Gate gate;
  if (text.starts_with(">= ")) {
    gate.inclusive = true;
    text.remove_prefix(3);
  } else if (text.starts_with("> ")) {
    text.remove_prefix(2);
  } else {
    return std::nullopt;
  }
  const std::optional<double> threshold = base::parse_real(text);
  if (!threshold || *threshold < 0 || *threshold > 1) return std::nullopt;
  gate.threshold = *threshold;
  return gate;
}

std::string to_string(const Gate& gate) {
  return (gate.inclusive ? ">= " : "> ") + base::format_real(gate.threshold);
}

}  // namespace cxrval::infer
