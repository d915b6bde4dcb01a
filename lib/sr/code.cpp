// SPDX-License-Identifier: Apache-2.0
#include "sr/code.hpp"

#include "provenance/hash.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cxrval::sr {
namespace {

constexpr std::size_t longest_value = 16;    // SH
constexpr std::size_t longest_meaning = 64;  // LO

struct Known {
  std::string_view class_name;  // in small letters
  const char* value;
  const char* scheme;
  const char* meaning;
};

// Of PS3.16: CID 6102 Chest Finding or Feature, CID 645, CID 3700.
constexpr std::array<Known, 9> known = {{{"infiltration", "112121", "DCM", "Infiltrate"},
                                         {"lung opacity", "112001", "DCM", "Opacity"},
                                         {"mass", "4147007", "SCT", "Mass"},
                                         {"nodule", "27925004", "SCT", "Nodule"},
                                         {"opacity", "112001", "DCM", "Opacity"},
                                         {"pleural effusion", "60046008", "SCT", "Pleural effusion"},
                                         {"pneumomediastinum", "16838000", "SCT", "Pneumomediastinum"},
                                         {"pneumothorax", "36118008", "SCT", "Pneumothorax"},
                                         {"pulmonary edema", "19242006", "SCT", "Pulmonary edema"}}};

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

bool is_printable_ascii(char c) {
  return c >= ' ' && c <= '~';
}

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_class_name(std::string_view name) {
  const auto characters =
      name.size() - static_cast<std::size_t>(std::count_if(name.begin(), name.end(), continues_character));
  const auto refused = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f' || c == '\\'; };
  return !name.empty() && characters <= longest_meaning && name.front() != ' ' && name.back() != ' ' &&
         std::none_of(name.begin(), name.end(), refused);
}

Code finding_code(const std::string& class_name) {
  std::string name = class_name;
  std::transform(name.begin(), name.end(), name.begin(), small);
  for (const Known& each : known) {
    if (each.class_name == name) return {each.value, each.scheme, each.meaning};
  }
  const bool fits =
      class_name.size() <= longest_value && std::all_of(class_name.begin(), class_name.end(), is_printable_ascii);
  constexpr std::size_t digits = 12;
  return {fits ? class_name : "F-" + provenance::sha256(class_name).substr(0, digits), own_scheme, class_name};
}

}  // namespace cxrval::sr
