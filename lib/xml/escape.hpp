// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::xml {

// Appends `text` (UTF-8) so that a reader of XML 1.0 gets it back exactly, inside an element or a quoted attribute:
// & < > " and carriage return become references. Throws Error for a control character that XML 1.0 has no form for
// (section 2.2).
void append_escaped(std::string& out, std::string_view text);

// Appends a CDATA section, or escaped text where `]]>` or a carriage return inside would not come back exactly.
void append_cdata(std::string& out, std::string_view text);

// Appends <name>text</name>, escaped.
void append_element(std::string& out, std::string_view name, std::string_view text);

}  // namespace cxrval::xml
