// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::report {

// Width of a line of text of anyone in pixels at a font size in pixels, as visible() shows it. Fonts differ: this is
// the wider of DejaVu Sans and Noto Sans for Latin, Vietnamese and signs, and more than any letter needs elsewhere.
// Bold is taken as a tenth wider.
constexpr double bold_width = 1.1;
double text_width(std::string_view text, double size, bool bold = false);

// The text in lines that are at most `width` wide, cut at blanks, and inside a word only where that alone is wider. At
// least one line, which may be empty. At most `most` lines; where that is too few, the last one ends with an ellipsis.
std::vector<std::string> wrap(std::string_view text, double width, double size, std::size_t most = 8);

// The text in one line of at most `width`, with an ellipsis where it was longer.
std::string shorten(std::string_view text, double width, double size);

}  // namespace cxrval::report
