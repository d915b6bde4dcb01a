// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xml/offset_map.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::xml {

struct Repaired {
  std::string document;
  OffsetMap offsets;  // to those of the document as it came
};

// The document with what programs that paste text into XML forget: a & that begins no reference to a character or to
// one of XML's five entities becomes &amp;, a < that begins no tag, comment, CDATA section or processing instruction
// becomes &lt;, and control bytes that XML has no form for (00 to 1F but tab, LF and CR) are left out. What stands in
// CDATA sections, comments and processing instructions is not escaped. Nothing when there is nothing to repair, or more
// than 65,536 places.
std::optional<Repaired> repair(std::string_view document);

}  // namespace cxrval::xml
