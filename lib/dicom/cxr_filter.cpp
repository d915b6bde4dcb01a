// SPDX-License-Identifier: Apache-2.0
#include "dicom/cxr_filter.hpp"

#include <algorithm>
#include <initializer_list>

namespace cxrval::dicom {
namespace {

bool same_letters(std::string_view text, std::string_view upper) {
  return std::equal(text.begin(), text.end(), upper.begin(), upper.end(),
                    [](char a, char b) { return a == b || (a >= 'a' && a <= 'z' && a - 'a' + 'A' == b); });
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return same_letters(text, word); });
}

}  // namespace

CxrVerdict judge_cxr(const Header& header) {
  if (header.modality.empty()) return {false, "modality_missing"};
  if (!is_one_of(header.modality, {"CR", "DR", "DX"})) return {false, "modality_other"};
  if (header.body_part.empty()) return {false, "body_part_missing"};
  if (!is_one_of(header.body_part, {"CHEST", "THORAX"})) return {false, "body_part_other"};
  return {true, {}};
}

}  // namespace cxrval::dicom
