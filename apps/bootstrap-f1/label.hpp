// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace cxrval::bootstrap_f1 {

enum class Label { normal, abnormal, unlabelled };

inline std::optional<Label> parse_label(std::string_view word) {
  if (word == "normal") return Label::normal;
  if (word == "abnormal") return Label::abnormal;
  if (word == "unlabelled") return Label::unlabelled;
  return std::nullopt;
}

}  // namespace cxrval::bootstrap_f1
