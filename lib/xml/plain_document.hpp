// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xml/parser.hpp"

#include <string_view>

namespace cxrval::xml {

// Reads a document of the plainest kind, as programs write their records: elements without attributes and prefixes,
// text, CDATA, XML's five entities and character references, up to 1 MiB, inside the limits, well-formed. The handler
// gets what Parser would give it. False, and no call of the handler, for every other document, good or bad: Parser
// reads those by libxml2, which is the judge of all that is unusual.
bool read_plain(std::string_view document, const Limits& limits, Handler& handler);

}  // namespace cxrval::xml
