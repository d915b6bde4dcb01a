// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::sr {

// A coded concept (PS3.3 section 8): Code Value (at most 16 characters), Coding Scheme Designator, Code Meaning.
struct Code {
  std::string value;
  std::string scheme;
  std::string meaning;

  bool operator==(const Code&) const = default;
};

// The private scheme of what no standard one has a code for; see docs/structured-report.md.
inline constexpr const char* own_scheme = "99CXRVAL";

// May a detector's class become a Code Meaning: 1 to 64 characters of UTF-8 without blanks at its ends, backslashes and
// control characters?
bool is_class_name(std::string_view name);

// The code of a detector's class: a standard one where PS3.16 has one of exactly that meaning (whatever the letters'
// case), else one of own_scheme whose meaning is the name, and whose value is the name too where it is ASCII and short
// enough, or "F-" and 12 hexadecimal digits of the name's SHA-256.
Code finding_code(const std::string& class_name);

}  // namespace cxrval::sr
