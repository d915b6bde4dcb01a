// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace cxrval::bootstrap_f1 {

enum class Label { normal, abnormal, unlabelled };

// The words of label-reports, and 0 and 1 of other tables (1 is abnormal).
inline std::optional<Label> parse_label(std::string_view word) {
  if (word == "normal" || word == "0") return Label::normal;
  if (word == "abnormal" || word == "1") return Label::abnormal;
  if (word == "unlabelled") return Label::unlabelled;
  return std::nullopt;
}

}  // namespace cxrval::bootstrap_f1
