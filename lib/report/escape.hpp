// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::report {

// Text of anyone, as a reader may see it: valid UTF-8 without anything that hides or turns round what stands beside it.
// Bytes that are no UTF-8 become U+FFFD each; control characters (but tab and line feed) become the pictures of Unicode
// (U+2400...); bidirectional marks, overrides and isolates, zero-width and invisible characters, separators, tags,
// private and no characters at all become their number, as in [U+202E]. Soft hyphens are dropped.
std::string visible(std::string_view text);

// visible(text) for a text node or a quoted attribute of XML and HTML: & < > " ' are references.
std::string escape(std::string_view text);

// The same as an element <bdi>, whose direction cannot reach what stands beside it; for HTML.
std::string isolated(std::string_view text);

// Letters, digits and single hyphens of `text` in lower case, for ids and file names; "figure" where nothing is left.
std::string identifier(std::string_view text);

}  // namespace cxrval::report
