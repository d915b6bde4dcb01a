// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::report {

// The style sheet of a page, without that of its figures: system fonts only, a column of text with the contents beside
// it where there is room, tables that scroll in boxes of their own, colours of at least 4.5 to 1.
std::string page_style();

}  // namespace cxrval::report
